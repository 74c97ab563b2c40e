// Many contracts in few statements.
#include "contract/import_lists.h"
#include "contract/store.h"

namespace tenzij::contract {

namespace {

constexpr std::string_view fields_of_contract = R"sql(
SELECT c.reference, c.title, c.lot, c.party_id, c.category, c.unit_id, c.value_cents, c.start_on, c.end_on,
       c.manager_id, c.budget_holder_id, c.id, coalesce(m.name, p.name) AS party, c.state,
       c.archived_at IS NOT NULL AS archived
  FROM contract.contract c
  LEFT JOIN party.party p ON p.municipality_id = c.municipality_id AND p.id = c.party_id
  LEFT JOIN party.party m ON m.municipality_id = c.municipality_id AND m.id = p.merged_into
)sql";

const db::Statement known_contracts{"contract.known_contracts", {fields_of_contract, R"sql(
 ORDER BY c.id
)sql"}};

const db::Statement contracts_to_change{"contract.contracts_to_change", {fields_of_contract, R"sql(
 WHERE c.id = ANY ($1::uuid[])
 ORDER BY c.id
   FOR UPDATE OF c
)sql"}};

struct PartyNamed {
  Uuid id;
  std::string name;
  std::optional<std::string> kvk;
};
BOOST_DESCRIBE_STRUCT(PartyNamed, (), (id, name, kvk))

const db::Statement people_by_name{"contract.people_by_name", R"sql(
SELECT p.id, p.name, a.user_name, p.email,
       EXISTS (SELECT 1 FROM auth.role_grant g
                WHERE g.municipality_id = p.municipality_id
                  AND g.person_id = p.id
                  AND g.role IN ('budget_holder', 'director')) AS holder
  FROM organisation.person p
  LEFT JOIN auth.account a ON a.municipality_id = p.municipality_id AND a.person_id = p.id
)sql"};

// What was joined to another counts as that one, by its own name and number.
const db::Statement parties_by_name{"contract.parties_by_name", R"sql(
SELECT coalesce(p.merged_into, p.id) AS id, p.name, p.kvk
  FROM party.party p
 ORDER BY p.merged_into IS NOT NULL, p.id
)sql"};

const db::Statement parties_there{"contract.parties_there", R"sql(
SELECT coalesce(p.merged_into, p.id) AS id, p.name, p.kvk
  FROM party.party p
 WHERE p.kvk = ANY ($1::text[])
    OR lower(p.name) IN (SELECT lower(wanted) FROM unnest($2::text[]) AS wanted)
 ORDER BY p.merged_into IS NOT NULL, p.id
)sql"};

const db::Statement insert_parties{"contract.insert_parties", R"sql(
INSERT INTO party.party (municipality_id, id, name, kvk, created_at)
SELECT platform.current_municipality(), r.id, r.name, r.kvk, $2
  FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, name text, kvk text)
)sql"};

constexpr std::string_view written_rows = R"sql(
  FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, reference text, title text, lot text, "partyId" uuid, category text,
                                          "unitId" uuid, "valueCents" bigint, "startOn" date, "endOn" date,
                                          "managerId" uuid, "budgetHolderId" uuid, search jsonb)
)sql";

const db::Statement insert_rows{"contract.insert_rows",
                                {R"sql(
INSERT INTO contract.contract (municipality_id, id, reference, title, lot, party_id, category, unit_id, value_cents,
                               start_on, end_on, manager_id, budget_holder_id, search, created_by, created_at,
                               changed_at)
SELECT platform.current_municipality(), r.id, r.reference, r.title, r.lot, r."partyId", r.category, r."unitId",
       r."valueCents", r."startOn", r."endOn", r."managerId", r."budgetHolderId",
       array_to_tsvector(ARRAY(SELECT jsonb_array_elements_text(r.search))), platform.current_person(), $2, $2
)sql",
                                 written_rows}};

const db::Statement update_rows{"contract.update_rows",
                                {R"sql(
UPDATE contract.contract c
   SET reference = r.reference, title = r.title, lot = r.lot, party_id = r."partyId", category = r.category,
       unit_id = r."unitId", value_cents = r."valueCents", start_on = r."startOn", end_on = r."endOn",
       manager_id = r."managerId", budget_holder_id = r."budgetHolderId",
       search = array_to_tsvector(ARRAY(SELECT jsonb_array_elements_text(r.search))), changed_at = $2,
       version = c.version + 1
)sql",
                                 written_rows, R"sql(
 WHERE c.id = r.id
)sql"}};

const db::Statement made_for_them{"contract.made_for_them", R"sql(
SELECT DISTINCT p.id
  FROM contract.contract c
  JOIN party.party p ON p.municipality_id = c.municipality_id AND p.id = c.party_id AND p.created_at = c.created_at
 WHERE c.id = ANY ($1::uuid[])
)sql"};

const db::Statement put_contracts_away{"contract.put_contracts_away", R"sql(
UPDATE contract.contract
   SET archived_at = $2, reference = NULL, version = version + 1
 WHERE id = ANY ($1::uuid[])
)sql"};

const db::Statement unused_parties{"contract.unused_parties", R"sql(
DELETE FROM party.party p
 WHERE p.id = ANY ($1::uuid[])
   AND NOT EXISTS (SELECT 1 FROM contract.contract c
                    WHERE c.municipality_id = p.municipality_id AND c.party_id = p.id)
   AND NOT EXISTS (SELECT 1 FROM party.party o
                    WHERE o.municipality_id = p.municipality_id AND o.merged_into = p.id)
)sql"};

std::vector<std::string> texts(const std::vector<Uuid>& ids) {
  std::vector<std::string> out;
  for (const Uuid& id : ids) out.push_back(id.str());
  return out;
}

// False when something hangs on what was to go: nothing went then.
bool gone(db::Session& session, std::string_view sql, const std::vector<std::string>& ids) {
  try {
    session.savepoint([&] { session.query(sql, ids); });
    return true;
  } catch (const db::SqlError&) {
    return false;
  }
}

}  // namespace

ContractLists::ContractLists(db::Session& session) {
  for (KnownContract& each : session.rows<KnownContract>(known_contracts)) {
    const std::size_t at = all.size();
    by_id[each.id] = at;
    if (each.reference) by_reference[*each.reference] = at;
    if (!each.archived) by_title.emplace(low(each.title), at);
    all.push_back(std::move(each));
  }
  categories = imports::codes_named(session, "SELECT code, name_nl, name_en FROM criteria.category");
  for (const auto& each : organisation::units(session)) unit(each.id, each.name);
  for (const auto& each : session.rows<imports::PersonNamed>(people_by_name)) person(each);
  for (const PartyNamed& each : session.rows<PartyNamed>(parties_by_name)) {
    parties.emplace(low(each.name), each.id);
    names.emplace(each.id.str(), each.name);
    if (each.kvk) by_kvk.emplace(*each.kvk, each.id);
  }
}

void PartyMaker::make(Instant now) {
  if (wanted_.empty()) return;
  std::vector<std::string> kvks;
  std::vector<std::string> called;
  for (const auto& [name, party] : wanted_) {
    if (party.kvk) kvks.push_back(*party.kvk);
    else called.push_back(party.name);
  }
  for (const PartyNamed& each : session_.rows<PartyNamed>(parties_there, kvks, called)) {
    if (each.kvk) made_.emplace(*each.kvk, each.id);
    made_.emplace("=" + low(each.name), each.id);
  }
  json::array fresh;
  for (const auto& [name, party] : wanted_) {
    if (made_.contains(name)) continue;
    const Uuid id = new_id();
    fresh.push_back(json::object{{"id", id.str()}, {"name", party.name}, {"kvk", json::encode(party.kvk)}});
    made_.emplace(name, id);
  }
  if (!fresh.empty()) session_.query(insert_parties, json::value(std::move(fresh)), now);
}

WrittenContract written_of(const Uuid& id, const ContractFields& in) {
  WrittenContract out;
  static_cast<ContractFields&>(out) = in;
  out.id = id;
  out.search = scan::lexemes(in.title + " " + in.lot.value_or("") + " " + in.reference.value_or(""));
  return out;
}

std::map<Uuid, StoredContract> locked_fields(db::Session& session, const std::vector<Uuid>& ids) {
  std::map<Uuid, StoredContract> out;
  if (ids.empty()) return out;
  for (const KnownContract& each : session.rows<KnownContract>(contracts_to_change, texts(ids)))
    out.emplace(each.id, StoredContract{each, each.state, each.archived});
  return out;
}

void insert_contracts(db::Session& session, const std::vector<WrittenContract>& rows, Instant now) {
  if (!rows.empty()) session.query(insert_rows, json::encode(rows), now);
}

void update_contracts(db::Session& session, const std::vector<WrittenContract>& rows, Instant now) {
  if (!rows.empty()) session.query(update_rows, json::encode(rows), now);
}

void take_contracts_away(db::Session& session, const std::vector<Uuid>& ids, Instant now) {
  std::vector<std::string> made;
  const auto parties = session.query(made_for_them, texts(ids));
  for (int i = 0; i < parties.rows(); ++i) made.emplace_back(parties.text(i, 0));
  constexpr std::string_view away = "DELETE FROM contract.contract WHERE id = ANY ($1::uuid[]) AND state = 'draft'";
  if (!gone(session, away, texts(ids)))
    for (const Uuid& id : ids) gone(session, away, {id.str()});
  session.query(put_contracts_away, texts(ids), now);
  if (made.empty() || gone(session, unused_parties, made)) return;
  for (const std::string& id : made) gone(session, unused_parties, {id});
}

}  // namespace tenzij::contract
