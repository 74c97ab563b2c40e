// Parties: found, made, changed, joined and parted again.
#include "party/store.h"

namespace tenzij::party {

namespace {

struct PartyDetail : PartyInput {
  Uuid id;
  std::int64_t version;
  std::optional<Uuid> merged_into;
  std::optional<std::string> merged_name;
};
BOOST_DESCRIBE_STRUCT(PartyDetail, (PartyInput), (id, version, merged_into, merged_name))
struct PartyPage {
  std::vector<PartyDetail> items;
  std::int64_t total;
  std::int64_t page;
  std::int64_t page_size;
};
BOOST_DESCRIBE_STRUCT(PartyPage, (), (items, total, page, page_size))
struct PartyQuery {
  std::optional<std::string> search;  // a part of a name, or a number
  std::optional<bool> merged;         // also those that were joined to another
  std::optional<std::int64_t> page;
  std::optional<std::int64_t> page_size;
};
BOOST_DESCRIBE_STRUCT(PartyQuery, (), (search, merged, page, page_size))
struct PartyCreated {
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(PartyCreated, (), (id))
struct JoinPartyInput {
  Uuid into_id;
};
BOOST_DESCRIBE_STRUCT(JoinPartyInput, (), (into_id))

constexpr std::string_view party_rows = R"sql(
SELECT p.id, p.version, p.name, to_jsonb(p.other_names) AS other_names, p.kvk, p.oin, p.vat, p.legal_form, p.place,
       p.merged_into, m.name AS merged_name
  FROM party.party p
  LEFT JOIN party.party m ON m.municipality_id = p.municipality_id AND m.id = p.merged_into
)sql";

const db::Statement party_by_id{"party.party_by_id", {party_rows, R"sql(
 WHERE p.id = $1
)sql"}};

PartyDetail party_row(db::Session& session, const Uuid& id) {
  auto out = session.find<PartyDetail>(party_by_id, id);
  if (!out) throw not_found();
  return *out;
}

PartyDetail locked_party(db::Session& session, const Uuid& id) {
  if (session.query("SELECT 1 FROM party.party WHERE id = $1 FOR UPDATE", id).empty()) throw not_found();
  return party_row(session, id);
}

// As it is written: without spaces and dots, letters large; nothing when nothing is left.
std::optional<std::string> number_of(const std::optional<std::string>& given) {
  std::string out;
  for (const char each : given.value_or(""))
    if (each != ' ' && each != '.' && each != '-') out += static_cast<char>(std::toupper(static_cast<unsigned char>(each)));
  return out.empty() ? std::nullopt : std::optional(out);
}

bool digits_only(std::string_view in) { return in.find_first_not_of("0123456789") == std::string_view::npos; }

bool is_legal_person(const std::optional<LegalForm>& form) {
  return form && *form != LegalForm::sole_trader && *form != LegalForm::partnership && *form != LegalForm::foreign;
}

void check_numbers(const PartyInput& in, std::vector<FieldError>& errors) {
  if (in.kvk) {
    // A spreadsheet drops the zero in front; somebody says that it was one.
    if (digits_only(*in.kvk) && in.kvk->size() == 7) errors.push_back({"/kvk", "kvkSevenDigits", {{"proposal", "0" + *in.kvk}}});
    else if (!digits_only(*in.kvk) || in.kvk->size() != 8) errors.push_back({"/kvk", "notKvk"});
  }
  if (in.oin && (!digits_only(*in.oin) || in.oin->size() != 20)) errors.push_back({"/oin", "notOin"});
  if (!in.vat) return;
  const std::string& vat = *in.vat;
  const bool formed =
      vat.size() == 14 && vat.starts_with("NL") && vat[11] == 'B' && digits_only(vat.substr(2, 9)) && digits_only(vat.substr(12));
  if (!formed) errors.push_back({"/vat", "notVat"});
  else if (!is_legal_person(in.legal_form) && vat_may_hold_bsn(vat)) errors.push_back({"/vat", "vatMayHoldBsn"});
}

const db::Statement kvk_of_another{"party.kvk_of_another", R"sql(
SELECT name
  FROM party.party
 WHERE kvk = $1
   AND merged_into IS NULL
   AND id IS DISTINCT FROM $2
)sql"};

PartyInput checked(db::Session& session, PartyInput in, const std::optional<Uuid>& self) {
  std::vector<FieldError> errors;
  in.name = std::string(text::trim(in.name));
  if (in.name.empty()) errors.push_back({"/name", "required"});
  json::check_lengths(in, "", errors);
  in.kvk = number_of(in.kvk);
  in.oin = number_of(in.oin);
  in.vat = number_of(in.vat);
  check_numbers(in, errors);
  if (!errors.empty()) throw bad_request(std::move(errors));
  if (in.kvk)
    if (const auto other = session.scalar<std::string>(kvk_of_another, *in.kvk, self)) throw conflict("kvkTaken", {{"name", *other}});
  return in;
}

const db::Statement insert_party{"party.insert_party", R"sql(
INSERT INTO party.party (municipality_id, id, name, other_names, kvk, oin, vat, legal_form, place, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
)sql"};

const db::Statement update_party{"party.update_party", R"sql(
UPDATE party.party
   SET name = $2, other_names = $3, kvk = $4, oin = $5, vat = $6, legal_form = $7, place = $8,
       version = version + 1
 WHERE id = $1
)sql"};

PartyDetail change_party(const http::Request& request, db::Session& session, const PartyInput& given) {
  const PartyDetail before = locked_party(session, request.id_param("id"));
  request.expect_version(before.version);
  const PartyInput in = checked(session, given, before.id);
  session.query(update_party, before.id, in.name, in.other_names, in.kvk, in.oin, in.vat, in.legal_form, in.place);
  return party_row(session, before.id);
}

// Both stay; from now on they count as one. Not into itself, also not by a detour.
PartyDetail join_party(const http::Request& request, db::Session& session, const JoinPartyInput& in) {
  const PartyDetail before = locked_party(session, request.id_param("id"));
  request.expect_version(before.version);
  if (session.query("SELECT 1 FROM party.party WHERE id = $1", in.into_id).empty()) throw bad_field("/intoId", "unknownParty");
  if (!session.query("SELECT 1 FROM party.same_as($1) WHERE id = $2", before.id, in.into_id).empty())
    throw bad_field("/intoId", "sameParty");
  session.query("UPDATE party.party SET merged_into = $2, version = version + 1 WHERE id = $1", before.id, in.into_id);
  return party_row(session, before.id);
}

PartyDetail part_party(const http::Request& request, db::Session& session) {
  const PartyDetail before = locked_party(session, request.id_param("id"));
  checked(session, before, before.id);
  session.query("UPDATE party.party SET merged_into = NULL, version = version + 1 WHERE id = $1", before.id);
  return party_row(session, before.id);
}

const db::Statement count_of_parties{"party.count_of_parties", R"sql(
SELECT count(*)
  FROM party.party p
 WHERE true /* filter */
)sql"};

const db::Statement page_of_parties{"party.page_of_parties", {party_rows, R"sql(
 WHERE true /* filter */
 ORDER BY lower(p.name), p.id
 LIMIT $1 OFFSET $2
)sql"}};

constexpr std::string_view by_name_or_number = R"sql(
(strpos(lower(p.name), lower($1)) > 0 OR p.kvk = $1
     OR EXISTS (SELECT 1 FROM unnest(p.other_names) AS other
                 WHERE strpos(lower(other), lower($1)) > 0))
)sql";

PartyPage list_parties(const http::Request&, db::Session& session, const PartyQuery& query) {
  PartyPage out{{}, 0, query.page.value_or(1), query.page_size.value_or(limits::page_size)};
  std::vector<FieldError> errors;
  if (out.page < 1) errors.push_back({"?page", "outOfRange", {{"least", "1"}, {"most", "…"}}});
  if (out.page_size < 1 || out.page_size > limits::page_size_largest)
    errors.push_back({"?pageSize", "outOfRange", {{"least", "1"}, {"most", std::to_string(limits::page_size_largest)}}});
  if (!errors.empty()) throw bad_request(std::move(errors));
  db::Filter filter;
  filter.when(!query.merged.value_or(false), "p.merged_into IS NULL");
  if (query.search && !text::trim(*query.search).empty()) filter.where(by_name_or_number, std::string(text::trim(*query.search)));
  out.total = session.query(filter.in(count_of_parties)).get<std::int64_t>(0, 0);
  out.items = session.rows<PartyDetail>(filter.in(page_of_parties, out.page_size, (out.page - 1) * out.page_size));
  return out;
}

}  // namespace

Uuid add_party(db::Session& session, const PartyInput& given, Instant now) {
  const PartyInput in = checked(session, given, std::nullopt);
  const Uuid id = new_id();
  session.query(insert_party, session.actor().municipality_id, id, in.name, in.other_names, in.kvk, in.oin, in.vat, in.legal_form, in.place,
                now);
  return id;
}

void add_routes(http::Router& router) {
  add_alike_routes(router);
  router.get<PartyPage>("/parties", "contract.read", {"listParties", "parties", "Outside organisations by name or number"}, list_parties);
  router.post<PartyCreated>("/parties", "contract.edit", {"addParty", "parties", "An outside organisation"},
                            [](const http::Request& request, db::Session& session, const PartyInput& in) {
                              return PartyCreated{add_party(session, in, request.now)};
                            });
  router.get<PartyDetail>("/parties/{id}", "contract.read", {"getParty", "parties", "One outside organisation"},
                          [](const http::Request& request, db::Session& session) { return party_row(session, request.id_param("id")); });
  router.put<PartyDetail>("/parties/{id}", "contract.edit", {"changeParty", "parties", "Change an outside organisation"}, change_party);
  router.put<PartyDetail>("/parties/{id}/join", "contract.edit", {"joinParty", "parties", "It is the same as another one"}, join_party);
  router.remove("/parties/{id}/join", "contract.edit", {"partParty", "parties", "It is one of its own after all"},
                [](const http::Request& request, db::Session& session) { part_party(request, session); });
}

}  // namespace tenzij::party
