// One enterprise: entered, changed as a whole, put away and taken back. The rows are written in one way, by forms and files alike.
#include "market/store.h"
#include "platform/mail/mail.h"

namespace tenzij::market {

namespace {

struct EnterpriseDetail : Card {
  std::vector<CertificateState> certificates;
  std::string owner;  // the municipality that entered it
  bool own = false;
  std::optional<Date> asked_on;
  std::int64_t times_asked;
  std::int64_t contracts;
  std::optional<Uuid> contracts_of;  // the party those hang on
};
BOOST_DESCRIBE_STRUCT(EnterpriseDetail, (Card), (certificates, owner, own, asked_on, times_asked, contracts, contracts_of))
struct EnterpriseCreated {
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(EnterpriseCreated, (), (id))

std::optional<std::string> digits_of(const std::optional<std::string>& given) {
  std::string out;
  for (const char each : given.value_or(""))
    if (each != ' ' && each != '.' && each != '-') out += each;
  return out.empty() ? std::nullopt : std::optional(out);
}

bool all_digits(std::string_view in, std::size_t length) {
  return in.size() == length && in.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<std::string> trimmed(const std::optional<std::string>& given) {
  const std::string out(text::trim(given.value_or("")));
  return out.empty() ? std::nullopt : std::optional(out);
}

bool is_link(std::string_view link) { return link.starts_with("https://") || link.starts_with("http://"); }

bool legal_person(const std::optional<party::LegalForm>& form) {
  using party::LegalForm;
  return form && *form != LegalForm::sole_trader && *form != LegalForm::partnership && *form != LegalForm::foreign;
}

const db::Statement name_of_kvk{"market.name_of_kvk", R"sql(
SELECT name
  FROM market.enterprise
 WHERE kvk = $1
   AND coalesce(branch, '') = coalesce($2, '')
   AND joined_into IS NULL
   AND archived_at IS NULL
   AND id IS DISTINCT FROM $3
)sql"};

const db::Statement unknown_codes{"market.unknown_codes", R"sql(
SELECT 'theme' AS kind, c.code
  FROM unnest($1::text[]) AS c(code)
 WHERE NOT EXISTS (SELECT 1 FROM reference.theme t
                    WHERE t.code = c.code)
 UNION ALL
SELECT 'certificate', c.code
  FROM unnest($2::text[]) AS c(code)
 WHERE NOT EXISTS (SELECT 1 FROM market.certificate m
                    WHERE m.code = c.code)
 UNION ALL
SELECT 'category', c.code
  FROM unnest($3::text[]) AS c(code)
 WHERE NOT EXISTS (SELECT 1 FROM criteria.category g
                    WHERE g.code = c.code)
)sql"};

struct UnknownCode {
  std::string kind;
  std::string code;
};
BOOST_DESCRIBE_STRUCT(UnknownCode, (), (kind, code))

void check_offering(Offering& in, const std::string& at, std::vector<FieldError>& errors) {
  in.title = std::string(text::trim(in.title));
  in.unit = trimmed(in.unit);
  in.cpv = digits_of(in.cpv);
  in.category = trimmed(in.category);
  if (in.title.empty()) errors.push_back({at + "/title", "required"});
  if (in.cpv && !all_digits(*in.cpv, 8)) errors.push_back({at + "/cpv", "cpvEightDigits"});
  if (in.price_cents && *in.price_cents < 0) errors.push_back({at + "/priceCents", "negative"});
  if (in.minimum && *in.minimum < 0) errors.push_back({at + "/minimum", "negative"});
  if (in.maximum && *in.maximum < in.minimum.value_or(0)) errors.push_back({at + "/maximum", "belowMinimum"});
  if (in.lead_days && (*in.lead_days < 0 || *in.lead_days > 1000))
    errors.push_back({at + "/leadDays", "outOfRange", {{"least", "0"}, {"most", "1000"}}});
}

void check_evidence(HeldCertificate& in, const std::string& at, std::vector<FieldError>& errors) {
  in.link = trimmed(in.link);
  if (in.valid_from && in.valid_to && *in.valid_to < *in.valid_from) errors.push_back({at + "/validTo", "endBeforeStart"});
  if (in.link && !is_link(*in.link)) errors.push_back({at + "/link", "notALink"});
}

// Who looked it up is who says so now, or who said so before.
void name_checkers(db::Session& session, EnterpriseInput& in, const Card* before) {
  const auto me = session.scalar<std::string>("SELECT name FROM organisation.person WHERE id = platform.current_person()");
  for (HeldCertificate& each : in.evidence) {
    each.checked_name.reset();
    if (!each.checked_on) continue;
    each.checked_name = me.value_or("Tenzij");
    if (before == nullptr) continue;
    for (const HeldCertificate& old : before->evidence)
      if (each.id && old.id == each.id && old.checked_on == each.checked_on && old.checked_name) each.checked_name = old.checked_name;
  }
}

const db::Statement upsert_enterprises{"market.upsert_enterprises", R"sql(
INSERT INTO market.enterprise AS e
       (municipality_id, id, party_id, name, other_names, kvk, branch, legal_form, address, place, description,
        themes, target_groups, size, radius_km, website, contact_role, email, shared, source, source_on, created_at,
        changed_at)
SELECT platform.current_municipality(), r.id,
       (SELECT p.id FROM party.party p
         WHERE p.kvk = r.kvk AND p.merged_into IS NULL
         LIMIT 1),
       r.name, ARRAY(SELECT jsonb_array_elements_text(r."otherNames")), r.kvk, r.branch, r."legalForm", r.address,
       r.place, r.description, ARRAY(SELECT jsonb_array_elements_text(r.themes)),
       ARRAY(SELECT jsonb_array_elements_text(r."targetGroups")), r.size, r."radiusKm", r.website, r."contactRole",
       r.email, r.shared, r.source, CASE WHEN r.source IS NOT NULL THEN $2::timestamptz::date END, $2, $2
  FROM jsonb_to_recordset($1::jsonb)
       AS r(id uuid, name text, "otherNames" jsonb, kvk text, branch text, "legalForm" text, address text, place text,
            description text, themes jsonb, "targetGroups" jsonb, size text, "radiusKm" int, website text,
            "contactRole" text, email text, shared boolean, source text)
ON CONFLICT (municipality_id, id)
DO UPDATE SET party_id = coalesce(EXCLUDED.party_id, e.party_id), name = EXCLUDED.name,
              other_names = EXCLUDED.other_names, kvk = EXCLUDED.kvk, branch = EXCLUDED.branch,
              legal_form = EXCLUDED.legal_form, address = EXCLUDED.address, place = EXCLUDED.place,
              description = EXCLUDED.description, themes = EXCLUDED.themes, target_groups = EXCLUDED.target_groups,
              size = EXCLUDED.size, radius_km = EXCLUDED.radius_km, website = EXCLUDED.website,
              contact_role = EXCLUDED.contact_role, email = EXCLUDED.email, shared = EXCLUDED.shared,
              source = EXCLUDED.source, source_on = EXCLUDED.source_on, changed_at = EXCLUDED.changed_at,
              version = e.version + 1
)sql"};

// What is not in the list any more goes; its words stay in the audit log.
const db::Statement drop_offerings{"market.drop_offerings", R"sql(
DELETE FROM market.offering o
 WHERE (o.enterprise_id = ANY ($1::uuid[])
     OR o.enterprise_id IN (SELECT j.id FROM market.enterprise j
                             WHERE j.joined_into = ANY ($1::uuid[])))
   AND o.id <> ALL ($2::uuid[])
)sql"};

const db::Statement drop_evidence{"market.drop_evidence", R"sql(
DELETE FROM market.evidence v
 WHERE (v.enterprise_id = ANY ($1::uuid[])
     OR v.enterprise_id IN (SELECT j.id FROM market.enterprise j
                             WHERE j.joined_into = ANY ($1::uuid[])))
   AND v.id <> ALL ($2::uuid[])
)sql"};

const db::Statement upsert_offerings{"market.upsert_offerings", R"sql(
INSERT INTO market.offering AS o
       (municipality_id, id, enterprise_id, position, title, description, kind, cpv, category, price_cents, unit,
        minimum, maximum, lead_days, impact)
SELECT platform.current_municipality(), r.id, r."enterpriseId", r.position, r.title, r.description, r.kind, r.cpv,
       r.category, r."priceCents", r.unit, r.minimum, r.maximum, r."leadDays", r.impact
  FROM jsonb_to_recordset($1::jsonb)
       AS r(id uuid, "enterpriseId" uuid, position int, title text, description text, kind text, cpv text,
            category text, "priceCents" bigint, unit text, minimum bigint, maximum bigint, "leadDays" int, impact text)
ON CONFLICT (municipality_id, id)
DO UPDATE SET position = EXCLUDED.position, title = EXCLUDED.title, description = EXCLUDED.description,
              kind = EXCLUDED.kind, cpv = EXCLUDED.cpv, category = EXCLUDED.category,
              price_cents = EXCLUDED.price_cents, unit = EXCLUDED.unit, minimum = EXCLUDED.minimum,
              maximum = EXCLUDED.maximum, lead_days = EXCLUDED.lead_days, impact = EXCLUDED.impact
        WHERE o.enterprise_id = EXCLUDED.enterprise_id
           OR o.enterprise_id IN (SELECT j.id FROM market.enterprise j
                                   WHERE j.joined_into = EXCLUDED.enterprise_id)
)sql"};

const db::Statement upsert_evidence{"market.upsert_evidence", R"sql(
INSERT INTO market.evidence AS v
       (municipality_id, id, enterprise_id, certificate, valid_from, valid_to, link, checked_on, checked_name)
SELECT platform.current_municipality(), r.id, r."enterpriseId", r.certificate, r."validFrom", r."validTo", r.link,
       r."checkedOn", r."checkedName"
  FROM jsonb_to_recordset($1::jsonb)
       AS r(id uuid, "enterpriseId" uuid, certificate text, "validFrom" date, "validTo" date, link text,
            "checkedOn" date, "checkedName" text)
ON CONFLICT (municipality_id, id)
DO UPDATE SET certificate = EXCLUDED.certificate, valid_from = EXCLUDED.valid_from, valid_to = EXCLUDED.valid_to,
              link = EXCLUDED.link, checked_on = EXCLUDED.checked_on, checked_name = EXCLUDED.checked_name
        WHERE v.enterprise_id = EXCLUDED.enterprise_id
           OR v.enterprise_id IN (SELECT j.id FROM market.enterprise j
                                   WHERE j.joined_into = EXCLUDED.enterprise_id)
)sql"};

struct OfferingRow : Offering {
  Uuid enterprise_id;
  int position = 0;
};
BOOST_DESCRIBE_STRUCT(OfferingRow, (Offering), (enterprise_id, position))
struct EvidenceRow : HeldCertificate {
  Uuid enterprise_id;
};
BOOST_DESCRIBE_STRUCT(EvidenceRow, (HeldCertificate), (enterprise_id))

EnterpriseDetail detail_of(db::Session& session, const Uuid& id, Date today) {
  EnterpriseDetail out;
  static_cast<Card&>(out) = card_of(session, id);
  out.certificates = certificate_states(out, today);
  out.own = out.owner_id == session.actor().municipality_id;
  out.owner = session.scalar<std::string>("SELECT name FROM platform.municipality WHERE id = $1", out.owner_id).value_or("");
  const auto known = known_of(session, {{id, out.kvk}});
  out.times_asked = known.at(id).times;
  out.asked_on = known.at(id).asked_on;
  out.contracts = known.at(id).contracts;
  out.contracts_of = out.party_id;
  if (!out.contracts_of && out.kvk)
    out.contracts_of = session.scalar<Uuid>("SELECT id FROM party.party WHERE kvk = $1 AND merged_into IS NULL", *out.kvk);
  return out;
}

// Only who entered it changes it.
Card own_card(db::Session& session, const Uuid& id) {
  if (session.query("SELECT 1 FROM market.enterprise WHERE id = $1 FOR UPDATE", id).empty()) throw not_found();
  return card_of(session, id);
}

EnterpriseInput checked_enterprise(db::Session& session, EnterpriseInput in, const Card* before) {
  std::vector<FieldError> errors;
  check_enterprise(session, in, before == nullptr ? std::nullopt : std::optional(before->id), errors);
  if (!errors.empty()) throw bad_request(std::move(errors));
  if (in.kvk)
    if (const auto other =
            session.scalar<std::string>(name_of_kvk, *in.kvk, in.branch, before == nullptr ? std::nullopt : std::optional(before->id)))
      throw conflict("kvkTaken", {{"name", *other}});
  name_checkers(session, in, before);
  return in;
}

WrittenEnterprise as_written(const EnterpriseInput& in, const Uuid& id) {
  WrittenEnterprise out;
  static_cast<EnterpriseInput&>(out) = in;
  out.id = id;
  return out;
}

EnterpriseDetail change_enterprise(const http::Request& request, db::Session& session, const EnterpriseInput& given) {
  const Card before = own_card(session, request.id_param("id"));
  request.expect_version(before.version);
  write_enterprises(session, {as_written(checked_enterprise(session, given, &before), before.id)}, request.now);
  return detail_of(session, before.id, date_of(request.now));
}

void put_enterprise_away(const http::Request& request, db::Session& session, bool away) {
  const Card before = own_card(session, request.id_param("id"));
  if (!away && before.kvk)
    if (const auto other = session.scalar<std::string>(name_of_kvk, *before.kvk, before.branch, before.id))
      throw conflict("kvkTaken", {{"name", *other}});
  session.query("UPDATE market.enterprise SET archived_at = $2, version = version + 1 WHERE id = $1", before.id,
                away ? std::optional(request.now) : std::nullopt);
  session.query("SELECT market.touch($1::uuid[])", std::vector{before.id});
}

}  // namespace

void check_enterprise(db::Session& session, EnterpriseInput& in, const std::optional<Uuid>&, std::vector<FieldError>& errors) {
  in.name = std::string(text::trim(in.name));
  in.kvk = digits_of(in.kvk);
  in.branch = digits_of(in.branch);
  for (auto member : {&EnterpriseInput::address, &EnterpriseInput::place, &EnterpriseInput::website, &EnterpriseInput::contact_role,
                      &EnterpriseInput::email, &EnterpriseInput::source})
    in.*member = trimmed(in.*member);
  if (in.name.empty()) errors.push_back({"/name", "required"});
  json::check_lengths(in, "", errors);
  if (in.kvk && all_digits(*in.kvk, 7)) errors.push_back({"/kvk", "kvkSevenDigits", {{"proposal", "0" + *in.kvk}}});
  else if (in.kvk && !all_digits(*in.kvk, 8)) errors.push_back({"/kvk", "notKvk"});
  if (in.branch && !all_digits(*in.branch, 12)) errors.push_back({"/branch", "notBranch"});
  if (in.address && !legal_person(in.legal_form)) errors.push_back({"/address", "mayBeHome"});
  if (in.radius_km && (*in.radius_km < 1 || *in.radius_km > 1000))
    errors.push_back({"/radiusKm", "outOfRange", {{"least", "1"}, {"most", "1000"}}});
  if (in.website && !is_link(*in.website)) errors.push_back({"/website", "notALink"});
  if (in.email && !mail::is_address(*in.email)) errors.push_back({"/email", "notAnAddress", {{"text", *in.email}}});
  std::vector<std::string> certificates;
  std::vector<std::string> categories;
  std::set<Uuid> named;
  const auto once = [&](const std::optional<Uuid>& id, const std::string& at) {
    if (id && !named.insert(*id).second) errors.push_back({at + "/id", "ofAnother"});
  };
  for (std::size_t i = 0; i < in.offerings.size(); ++i) {
    once(in.offerings[i].id, "/offerings/" + std::to_string(i));
    check_offering(in.offerings[i], "/offerings/" + std::to_string(i), errors);
    if (in.offerings[i].category) categories.push_back(*in.offerings[i].category);
  }
  for (std::size_t i = 0; i < in.evidence.size(); ++i) {
    once(in.evidence[i].id, "/evidence/" + std::to_string(i));
    check_evidence(in.evidence[i], "/evidence/" + std::to_string(i), errors);
    certificates.push_back(in.evidence[i].certificate);
  }
  for (const UnknownCode& each : session.rows<UnknownCode>(unknown_codes, in.themes, certificates, categories))
    errors.push_back({each.kind == "theme"         ? "/themes"
                      : each.kind == "certificate" ? "/evidence"
                                                   : "/offerings",
                      "notInList",
                      {{"text", text::shorten(each.code, 60)}}});
}

void write_enterprises(db::Session& session, std::vector<WrittenEnterprise> all, Instant now) {
  std::vector<Uuid> ids;
  std::vector<Uuid> kept_offerings;
  std::vector<Uuid> kept_evidence;
  std::vector<OfferingRow> offerings;
  std::vector<EvidenceRow> evidence;
  for (WrittenEnterprise& each : all) {
    ids.push_back(each.id);
    int position = 0;
    for (const Offering& offering : each.offerings) {
      OfferingRow& row = offerings.emplace_back(OfferingRow{offering, each.id, position++});
      if (!row.id) row.id = new_id();
      kept_offerings.push_back(*row.id);
    }
    for (const HeldCertificate& one : each.evidence) {
      EvidenceRow& row = evidence.emplace_back(EvidenceRow{one, each.id});
      if (!row.id) row.id = new_id();
      kept_evidence.push_back(*row.id);
    }
    each.offerings.clear();
    each.evidence.clear();
  }
  session.query(upsert_enterprises, json::encode(all), now);
  session.query(drop_offerings, ids, kept_offerings);
  session.query(drop_evidence, ids, kept_evidence);
  // One that is another enterprise's is not taken from it.
  if (session.query(upsert_offerings, json::encode(offerings)).affected() != static_cast<std::int64_t>(offerings.size()))
    throw bad_field("/offerings", "ofAnother");
  if (session.query(upsert_evidence, json::encode(evidence)).affected() != static_cast<std::int64_t>(evidence.size()))
    throw bad_field("/evidence", "ofAnother");
  session.query("SELECT market.touch($1::uuid[])", ids);
}

void add_enterprises(db::Session& session, const std::vector<EnterpriseInput>& all, Instant now) {
  std::vector<WrittenEnterprise> rows;
  for (const EnterpriseInput& each : all) rows.push_back(as_written(each, new_id()));
  write_enterprises(session, std::move(rows), now);
}

void add_enterprise_routes(http::Router& router, const MarketParts&) {
  router.get<EnterpriseDetail>(
      "/enterprises/{id}", "market.read",
      {"getEnterprise", "market", "One enterprise: what it offers, holds, and what we have to do with it"},
      [](const http::Request& request, db::Session& session) { return detail_of(session, request.id_param("id"), date_of(request.now)); });
  router.post<EnterpriseCreated>("/enterprises", "market.edit", {"addEnterprise", "market", "An enterprise with what it offers and holds"},
                                 [](const http::Request& request, db::Session& session, const EnterpriseInput& given) {
                                   const Uuid id = new_id();
                                   write_enterprises(session, {as_written(checked_enterprise(session, given, nullptr), id)}, request.now);
                                   return EnterpriseCreated{id};
                                 });
  router.put<EnterpriseDetail>("/enterprises/{id}", "market.edit",
                               {"changeEnterprise", "market", "Change it as a whole: what is not in the lists goes"}, change_enterprise);
  router.put<http::None>("/enterprises/{id}/archive", "market.edit", {"archiveEnterprise", "market", "Put away: found no more"},
                         [](const http::Request& request, db::Session& session) { put_enterprise_away(request, session, true); });
  router.remove("/enterprises/{id}/archive", "market.edit", {"restoreEnterprise", "market", "Taken back"},
                [](const http::Request& request, db::Session& session) { put_enterprise_away(request, session, false); });
}

void add_routes(http::Router& router, const MarketParts& parts) {
  add_list_routes(router, parts);
  add_enterprise_routes(router, parts);
  add_alike_routes(router);
  add_note_routes(router);
  add_match_routes(router, parts);
  add_import_routes(router, parts);
}

}  // namespace tenzij::market
