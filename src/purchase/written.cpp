// Purchases as they are written: checked, filled in, and put into their table, one or many at once.
#include "purchase/lookups.h"

namespace tenzij::purchase {

namespace {

constexpr std::int64_t most_cents = 100'000'000'000'00;  // a hundred billion euros: all of Dutch public buying in a year
constexpr int most_lots = 10'000;

void check_words(const PurchaseInput& in, std::vector<FieldError>& errors) {
  if (text::trim(in.title).empty()) errors.push_back({"/title", "required"});
  json::check_lengths(in, "", errors);
}

void check_numbers(const PurchaseInput& in, std::vector<FieldError>& errors) {
  if (in.value_cents < 0) errors.push_back({"/valueCents", "negative"});
  if (in.value_cents > most_cents) errors.push_back({"/valueCents", "outOfRange", {{"least", "0"}, {"most", "100 miljard"}}});
  if (in.lots < 1 || in.lots > most_lots) errors.push_back({"/lots", "outOfRange", {{"least", "1"}, {"most", std::to_string(most_lots)}}});
  if (in.market_parties && (*in.market_parties < 0 || *in.market_parties > 1'000'000)) errors.push_back({"/marketParties", "negative"});
  int weights = 0;
  for (std::size_t i = 0; i < in.other_award.size(); ++i) {
    const std::string pointer = "/otherAward/" + std::to_string(i);
    if (text::trim(in.other_award[i].name).empty()) errors.push_back({pointer + "/name", "required"});
    if (in.other_award[i].weight_bp < 0 || in.other_award[i].weight_bp > 10'000)
      errors.push_back({pointer + "/weightBp", "outOfRange", {{"least", "0"}, {"most", "100"}}});
    weights += in.other_award[i].weight_bp;
  }
  if (weights > 10'000) errors.push_back({"/otherAward", "weightsAboveHundred"});
  if (in.cpv && (in.cpv->size() < 2 || in.cpv->size() > 8 || in.cpv->find_first_not_of("0123456789") != std::string::npos))
    errors.push_back({"/cpv", "notCpv"});
}

// Days that cannot be in this order, whatever else is so; the message names both.
void check_days(const PurchaseInput& in, std::vector<FieldError>& errors) {
  if (in.start_on && in.publish_on && *in.publish_on < *in.start_on) errors.push_back({"/publishOn", "publicationBeforeStart"});
  if (in.publish_on && in.award_on && *in.award_on < *in.publish_on) errors.push_back({"/awardOn", "awardBeforePublication"});
  else if (in.start_on && in.award_on && *in.award_on < *in.start_on) errors.push_back({"/awardOn", "awardBeforeStart"});
  if (in.contract_from && in.contract_to && *in.contract_to < *in.contract_from)
    errors.push_back({"/contractTo", "contractEndBeforeStart"});
}

void check_known(Lookups& lookups, const PurchaseInput& in, std::vector<FieldError>& errors) {
  if (in.category && !lookups.known("SELECT 1 FROM criteria.category WHERE code = $1", *in.category))
    errors.push_back({"/category", "notInList"});
  if (in.unit_id && !lookups.known("SELECT 1 FROM organisation.unit WHERE id = $1", in.unit_id->str()))
    errors.push_back({"/unitId", "unknownUnit"});
  if (in.procedure && !lookups.known("SELECT 1 FROM reference.code WHERE list = 'buying_procedure' AND code = $1", *in.procedure))
    errors.push_back({"/procedure", "notInList"});
  const auto person = [&](const std::optional<Uuid>& id, const char* pointer) {
    if (id && !lookups.known("SELECT 1 FROM organisation.person WHERE id = $1", id->str())) errors.push_back({pointer, "unknownPerson"});
  };
  person(in.budget_holder_id, "/budgetHolderId");
  person(in.advisor_id, "/advisorId");
  person(in.contract_manager_id, "/contractManagerId");
  // Who is accountable must be able to decide.
  if (in.budget_holder_id && !lookups.known("SELECT 1 FROM auth.role_grant WHERE person_id = $1 AND role IN ('budget_holder', 'director')",
                                            in.budget_holder_id->str()))
    errors.push_back({"/budgetHolderId", "notABudgetHolder"});
}

// Checks everything, and fills in what follows: category, procedure, year. Every wrong field at once.
PurchaseInput completed(PurchaseInput in, Lookups& lookups, Date today) {
  std::vector<FieldError> errors;
  check_words(in, errors);
  check_numbers(in, errors);
  if (!lookups.as_it_was) check_days(in, errors);
  check_known(lookups, in, errors);
  in.title = std::string(text::trim(in.title));
  in.reference = trimmed(in.reference);
  in.procedure_reason = trimmed(in.procedure_reason);
  if (errors.empty()) {
    const std::string advised = advise(lookups.procedures(), threshold_nature(in), in.value_cents, rules_day(in, today)).procedure;
    if (!in.procedure) in.procedure = advised;
    // Another procedure may be right; why is asked.
    if (in.procedure == advised) in.procedure_reason.reset();
    else if (!in.procedure_reason) errors.push_back({"/procedureReason", "procedureReasonNeeded"});
    else if (!lookups.as_it_was) lookups.reasons().check_given("/procedureReason", *in.procedure_reason, errors);
  }
  if (!errors.empty()) throw bad_request(std::move(errors));
  if (!in.category && in.cpv) in.category = lookups.category(*in.cpv);
  return in;
}

int year_of(const PurchaseInput& in, Date today) {
  return in.publish_on.value_or(in.contract_from.value_or(in.start_on.value_or(today))).year();
}

std::vector<std::string> words_of(const PurchaseInput& in) {
  return scan::lexemes(in.title + " " + in.need + " " + in.reference.value_or(""));
}

// A purchase as it is written.
struct Written : PurchaseInput {
  Uuid id;
  int year;
  std::vector<std::string> words;
};
BOOST_DESCRIBE_STRUCT(Written, (PurchaseInput), (id, year, words))

constexpr std::string_view written_rows = R"sql(
  FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, reference text, title text, need text, category text, cpv text,
                                          nature text, social boolean, "valueCents" bigint, lots int, "unitId" uuid,
                                          "budgetHolderId" uuid, "advisorId" uuid, "contractManagerId" uuid,
                                          procedure text, "procedureReason" text, "startOn" date, "publishOn" date,
                                          "awardOn" date, "contractFrom" date, "contractTo" date,
                                          "marketParties" int, "marketNote" text, "otherAward" jsonb, year int,
                                          words text[])
)sql";

// Nobody has decided anything about a new one: as many themes are open as there are.
const db::Statement insert_purchases{"purchase.insert_purchases",
                                     {R"sql(
INSERT INTO purchase.purchase (municipality_id, id, reference, title, need, category, cpv, nature, social,
                               value_cents, lots, unit_id, budget_holder_id, advisor_id, contract_manager_id,
                               procedure, procedure_reason, small, status, start_on, publish_on, award_on,
                               contract_from, contract_to, market_parties, market_note, other_award, year,
                               search, created_by, created_at, changed_at, undecided)
SELECT platform.current_municipality(), r.id, r.reference, r.title, r.need, r.category, r.cpv, r.nature, r.social,
       r."valueCents", r.lots, r."unitId", r."budgetHolderId", r."advisorId", r."contractManagerId",
       r.procedure, r."procedureReason", $2, 'planned', r."startOn", r."publishOn", r."awardOn",
       r."contractFrom", r."contractTo", r."marketParties", r."marketNote", r."otherAward", r.year,
       array_to_tsvector(r.words), platform.current_person(), $3, $3, (SELECT count(*) FROM reference.theme)
)sql",
                                      written_rows}};

// What grows past the limit is no small purchase any more: it gets its tasks, and the guard rails look at it.
const db::Statement update_purchases{"purchase.update_purchases",
                                     {R"sql(
UPDATE purchase.purchase p
   SET reference = r.reference, title = r.title, need = r.need, category = r.category, cpv = r.cpv,
       nature = r.nature, social = r.social, value_cents = r."valueCents", lots = r.lots, unit_id = r."unitId",
       budget_holder_id = r."budgetHolderId", advisor_id = r."advisorId",
       contract_manager_id = r."contractManagerId", procedure = r.procedure,
       procedure_reason = r."procedureReason", start_on = r."startOn", publish_on = r."publishOn",
       award_on = r."awardOn", contract_from = r."contractFrom", contract_to = r."contractTo",
       market_parties = r."marketParties", market_note = r."marketNote", other_award = r."otherAward",
       year = r.year, search = array_to_tsvector(r.words), small = p.small AND r."valueCents" < $3::bigint,
       changed_at = $2, version = p.version + 1
)sql",
                                      written_rows, R"sql(
 WHERE p.municipality_id = platform.current_municipality()
   AND p.id = r.id
)sql"}};

const db::Statement a_taken_reference{"purchase.a_taken_reference", R"sql(
SELECT 1
  FROM unnest($1::text[], $2::uuid[]) AS n(reference, self)
  JOIN purchase.purchase p
       ON p.municipality_id = platform.current_municipality()
      AND p.reference = n.reference
      AND p.id IS DISTINCT FROM n.self
 LIMIT 1
)sql"};

// `all` as they are written, with the id of the one that has the same place.
std::vector<Written> written(const std::vector<PurchaseInput>& all, const std::vector<Uuid>& ids, Date today) {
  std::vector<Written> out;
  for (std::size_t i = 0; i < all.size(); ++i) out.push_back({all[i], ids[i], year_of(all[i], today), words_of(all[i])});
  return out;
}

void require_free(db::Session& session, const std::vector<Written>& all) {
  std::vector<std::string> references;
  std::vector<Uuid> ids;
  for (const Written& each : all) {
    if (!each.reference) continue;
    references.push_back(*each.reference);
    ids.push_back(each.id);
  }
  if (!references.empty() && !session.query(a_taken_reference, references, ids).empty()) throw bad_field("/reference", "referenceTaken");
}

// Their rows, in the same order.
std::vector<PurchaseRow> rows_of(db::Session& session, const std::vector<Uuid>& ids) {
  std::map<Uuid, PurchaseRow> found = locked_rows(session, ids);
  std::vector<PurchaseRow> out;
  for (const Uuid& id : ids) {
    const auto at = found.find(id);
    if (at == found.end()) throw not_found();
    out.push_back(std::move(at->second));
  }
  return out;
}

std::vector<PurchaseInput> completed(const std::vector<PurchaseInput>& all, Lookups& lookups, Date today) {
  std::vector<PurchaseInput> out;
  for (const PurchaseInput& each : all) out.push_back(completed(each, lookups, today));
  return out;
}

std::vector<PurchaseRow> insert(db::Session& session, const std::vector<PurchaseInput>& all, bool small, Lookups& lookups, Instant now) {
  const Date today = date_of(now);
  std::vector<Uuid> ids;
  for (std::size_t i = 0; i < all.size(); ++i) ids.push_back(new_id());
  const std::vector<Written> rows = written(completed(all, lookups, today), ids, today);
  require_free(session, rows);
  session.query(insert_purchases, json::encode(rows), small, now);
  return rows_of(session, ids);
}

// One is looked at at once; for many a job does it, so that a calendar is in without waiting for it.
void look_for_goals(db::Session& session, const std::vector<PurchaseRow>& rows, const Lookups& lookups, Instant now) {
  if (rows.size() == 1) suggest_goals(session, rows.front(), lookups.knowledge(), now);
  else thread::search_again(session, now);
}

}  // namespace

void check_alone(const PurchaseInput& in, std::vector<FieldError>& errors) {
  check_words(in, errors);
  check_numbers(in, errors);
  check_days(in, errors);
}

Uuid add_purchase(db::Session& session, const PurchaseInput& in, const Knowledge& knowledge, Instant now) {
  Lookups lookups(session, knowledge);
  return add_purchases(session, {in}, lookups, now).front();
}

std::vector<Uuid> add_purchases(db::Session& session, const std::vector<PurchaseInput>& all, Lookups& lookups, Instant now) {
  if (all.empty()) return {};
  const std::vector<PurchaseRow> rows = insert(session, all, false, lookups, now);
  set_defaults(session, rows, lookups, now);
  set_tasks(session, rows, {}, lookups);
  look_for_goals(session, rows, lookups, now);
  return ids_of(rows);
}

Uuid add_small_row(db::Session& session, const PurchaseInput& in, const Knowledge& knowledge, Instant now) {
  Lookups lookups(session, knowledge);
  const std::vector<PurchaseRow> rows = insert(session, {in}, true, lookups, now);
  set_defaults(session, rows, lookups, now);
  look_for_goals(session, rows, lookups, now);
  return rows.front().id;
}

void change_purchase(db::Session& session, const PurchaseRow& before, const PurchaseInput& in, const Knowledge& knowledge, Instant now) {
  Lookups lookups(session, knowledge);
  change_purchases(session, {before}, {in}, lookups, now);
}

void change_purchases(db::Session& session, const std::vector<PurchaseRow>& before, const std::vector<PurchaseInput>& all, Lookups& lookups,
                      Instant now) {
  if (all.empty()) return;
  const Date today = date_of(now);
  const std::vector<Uuid> ids = ids_of(before);
  const std::vector<Written> rows = written(completed(all, lookups, today), ids, today);
  require_free(session, rows);
  session.query(update_purchases, json::encode(rows), now, small_limit_cents);
  const std::vector<PurchaseRow> after = rows_of(session, ids);
  std::vector<PurchaseRow> with_tasks;
  std::set<Uuid> again;
  for (std::size_t i = 0; i < after.size(); ++i) {
    lapse_out_of_mandate(session, before[i], after[i], now);
    if (after[i].small) continue;
    with_tasks.push_back(after[i]);
    if (before[i].procedure != after[i].procedure) again.insert(after[i].id);
  }
  set_defaults(session, after, lookups, now);
  set_tasks(session, with_tasks, again, lookups);
  look_for_goals(session, after, lookups, now);
}

}  // namespace tenzij::purchase
