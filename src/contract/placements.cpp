// Placements: who works through a contract, by group and hours, without any name.
#include "contract/store.h"
#include "contract/terms.h"

namespace tenzij::contract {

namespace {

struct PlacementList {
  std::vector<Placement> items;
};
BOOST_DESCRIBE_STRUCT(PlacementList, (), (items))
struct PlacementCreated {
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(PlacementCreated, (), (id))
struct PlacementEndInput {
  Date to_on;
};
BOOST_DESCRIBE_STRUCT(PlacementEndInput, (), (to_on))

constexpr std::string_view placement_rows = R"sql(
SELECT p.block, p.hours AS hours_per_week, p.from_on, p.to_on, to_jsonb(p.bonuses) AS bonuses, p.reference, p.id,
       p.version, p.table_id, t.valid_from AS table_from, p.state, p.reason, p.reported_name, p.reported_at,
       p.judged_name, coalesce(p.reported_by = platform.current_person(), false) AS own, p.partner_id, p.contract_id
  FROM contract.placement p
  JOIN contract.block_table t ON t.municipality_id = p.municipality_id AND t.id = p.table_id
)sql";

const db::Statement placement_by_id{"contract.placement_by_id", {placement_rows, R"sql(
 WHERE p.id = $1
)sql"}};

const db::Statement placements_of_contract{"contract.placements_of_contract", {placement_rows, R"sql(
 WHERE p.contract_id = $1
 ORDER BY p.from_on, p.id
)sql"}};

const db::Statement placements_of_contracts{"contract.placements_of_contracts", {placement_rows, R"sql(
 WHERE p.contract_id = ANY ($1::uuid[])
 ORDER BY p.from_on, p.id
)sql"}};

struct OtherPlacement {
  std::string contract;
  double hours;
  Date from_on;
  std::optional<Date> to_on;
};
BOOST_DESCRIBE_STRUCT(OtherPlacement, (), (contract, hours, from_on, to_on))

// Over all contracts of that supplier, whatever it is called; without a supplier, of this contract alone.
const db::Statement overlapping_placements{"contract.overlapping_placements", R"sql(
SELECT coalesce(c.reference, c.title) AS contract, p.hours, p.from_on, p.to_on
  FROM contract.placement p
  JOIN contract.contract c ON c.municipality_id = p.municipality_id AND c.id = p.contract_id
 WHERE p.reference = $1
   AND p.state <> 'rejected'
   AND (c.id = $2 OR c.party_id IN (SELECT id FROM party.same_as($3)))
   AND p.from_on <= coalesce($5::date, 'infinity')
   AND coalesce(p.to_on, 'infinity') >= $4::date
 ORDER BY p.from_on, p.id
)sql"};

}  // namespace

// One person does not work more than the norm: on no day, in all lines with that reference together.
void refuse_above_norm(db::Session& session, const ContractRow& contract, const PlacementInput& in, double norm) {
  if (!in.reference) return;
  const auto others =
      session.rows<OtherPlacement>(overlapping_placements, *in.reference, contract.id, contract.party_id, in.from_on, in.to_on);
  // The sum only grows on a day on which one begins.
  std::vector<Date> begins{in.from_on};
  for (const OtherPlacement& each : others)
    if (each.from_on > in.from_on) begins.push_back(each.from_on);
  for (const Date& day : begins) {
    double sum = in.hours_per_week;
    std::string where;
    for (const OtherPlacement& each : others)
      if (each.from_on <= day && (!each.to_on || day <= *each.to_on)) {
        sum += each.hours;
        if (where.empty()) where = each.contract;
      }
    if (sum > norm && !where.empty()) throw bad_field("/reference", "referenceAboveNorm", {{"contract", where}});
  }
}

namespace {

const db::Statement insert_placement{"contract.insert_placement", R"sql(
INSERT INTO contract.placement (municipality_id, id, contract_id, table_id, block, hours, from_on, to_on, bonuses,
                                reference, reported_by, reported_name, reported_at)
VALUES (platform.current_municipality(), $1, $2, $3, $4, $5, $6, $7, $8, $9, platform.current_person(), $10, $11)
)sql"};

Placement placement_row(db::Session& session, const Uuid& id) {
  auto out = session.find<Placement>(placement_by_id, id);
  if (!out) throw not_found();
  return *out;
}

// Locked with its contract, so that lines of one reference come one after another.
Placement locked_placement(db::Session& session, const Uuid& id) {
  const auto contract = session.scalar<Uuid>("SELECT contract_id FROM contract.placement WHERE id = $1", id);
  if (!contract) throw not_found();
  require_open(locked_contract(session, *contract));
  if (session.query("SELECT 1 FROM contract.placement WHERE id = $1 FOR UPDATE", id).empty()) throw not_found();
  return placement_row(session, id);
}

const db::Statement judge_placement{"contract.judge_placement", R"sql(
UPDATE contract.placement
   SET state = $2, reason = $3, judged_by = CASE WHEN $2 <> 'reported' THEN platform.current_person() END,
       judged_name = CASE WHEN $2 <> 'reported' THEN $4 END,
       judged_at = CASE WHEN $2 <> 'reported' THEN $5::timestamptz END, version = version + 1
 WHERE id = $1
)sql"};

Placement judge_one_placement(const http::Request& request, db::Session& session, const EffortJudgementInput& in) {
  const Placement row = locked_placement(session, request.id_param("id"));
  request.expect_version(row.version);
  const auto reason = judged_reason(session, row.state, row.own, in);
  session.query(judge_placement, row.id, in.state, reason, name_of_actor(session), request.now);
  return placement_row(session, row.id);
}

Placement end_one_placement(const http::Request& request, db::Session& session, const PlacementEndInput& in) {
  const Uuid id = request.id_param("id");
  request.expect_version(locked_placement(session, id).version);
  end_placement(session, id, in.to_on);
  return placement_row(session, id);
}

// Only an end that came later is taken back; one that was reported is part of what was judged.
void still_there(const http::Request& request, db::Session& session) {
  const Placement row = locked_placement(session, request.id_param("id"));
  if (session.query("SELECT 1 FROM contract.placement WHERE id = $1 AND ended_at IS NOT NULL", row.id).empty())
    throw conflict("endReported");
  const auto contract = session.scalar<Uuid>("SELECT contract_id FROM contract.placement WHERE id = $1", row.id).value();
  double norm = 0;
  for (const BlockTable& each : block_tables(session))
    if (each.id == row.table_id) norm = each.norm_hours;
  const ContractRow held = contract_row(session, contract);
  if (held.party_id) session.query("SELECT pg_advisory_xact_lock(754, hashtext($1))", held.party_id->str());
  session.query("UPDATE contract.placement SET to_on = NULL, ended_at = NULL, version = version + 1 WHERE id = $1", row.id);
  PlacementInput open = row;
  open.to_on.reset();
  open.hours_per_week = 0;  // its own hours are among those that are found
  refuse_above_norm(session, held, open, norm);
}

}  // namespace

std::optional<Date> table_day(const ContractRow& contract, TableBy by) {
  const std::optional<Date>& awarded = contract.awarded_on ? contract.awarded_on : contract.start_on;
  if (by == TableBy::contract) return contract.start_on;
  if (by == TableBy::award) return awarded;
  return by == TableBy::publication ? (contract.published_on ? contract.published_on : awarded) : std::nullopt;
}

const BlockTable& table_for(const std::vector<BlockTable>& tables, const ContractRow& contract, TableBy by, Date day, const char* pointer) {
  const Date start = contract.start_on.value_or(day);
  const auto valid_on = [&](Date on) {
    const BlockTable* out = nullptr;
    for (const BlockTable& each : tables)
      if (each.valid_from <= on) out = &each;
    return out;
  };
  const auto held = table_day(contract, by);
  const BlockTable* found = valid_on(held.value_or(day));
  if (found == nullptr && !held) found = valid_on(std::max(day, start));
  if (found == nullptr) throw bad_field(pointer, "noTableThen", {{"day", std::max(day, start).str()}});
  return *found;
}

TableBy table_by_of(db::Session& session, const ContractRow& contract) {
  if (!contract.rule_id) throw conflict("noRuleYet");
  return rule_by_id(session, *contract.rule_id).value().table_by;
}

std::optional<std::string> judged_reason(db::Session& session, EffortState from, bool own, const EffortJudgementInput& in) {
  if (in.state == from) throw conflict("momentState");
  if (own) throw Error(403, "ownReport");
  // Rejected, or looked at again after it was verified: somebody wants to know why.
  if (in.state == EffortState::verified) return tidy_text(in.reason);
  return reference::needed_reason(session, "/reason", in.reason.value_or(""));
}

const BlockTable& require_placement(const std::vector<BlockTable>& tables, const ContractRow& contract, TableBy by,
                                    const PlacementInput& in) {
  if (in.to_on && *in.to_on < in.from_on) throw bad_field("/toOn", "toBeforeFrom");
  const BlockTable& table = table_for(tables, contract, by, in.from_on, "/fromOn");
  // The sum itself says whether it can count it: hours, group, bonuses, reference.
  try {
    ReturnFile one = file_of(table, in.from_on);
    one.placements = {{in.block, in.hours_per_week, in.from_on, in.to_on.value_or(in.from_on), in.bonuses, in.reference}};
    social_return_sum(one);
  } catch (const Error& error) {
    std::vector<FieldError> fields = error.fields();
    for (FieldError& each : fields)
      if (each.pointer.starts_with("/placements/0")) each.pointer.erase(0, 13);
    throw bad_request(std::move(fields));
  }
  return table;
}

Uuid add_placement(db::Session& session, const Uuid& id, const PlacementInput& given, Instant now,
                   const std::optional<std::string>& reporter) {
  const ContractRow contract = locked_contract(session, id);
  require_open(contract);
  PlacementInput in = given;
  in.reference = tidy_text(in.reference);
  const auto tables = block_tables(session);
  const BlockTable& table = require_placement(tables, contract, table_by_of(session, contract), in);
  // Of one supplier one after another: two at once would not see each other.
  if (contract.party_id) session.query("SELECT pg_advisory_xact_lock(754, hashtext($1))", contract.party_id->str());
  refuse_above_norm(session, contract, in, table.norm_hours);
  const Uuid made = new_id();
  session.query(insert_placement, made, contract.id, table.id, in.block, in.hours_per_week, in.from_on, in.to_on, in.bonuses, in.reference,
                reporter ? *reporter : name_of_actor(session), now);
  return made;
}

void end_placement(db::Session& session, const Uuid& id, Date to_on) {
  const Placement row = locked_placement(session, id);
  if (row.to_on) throw conflict("placementEnded");
  if (to_on < row.from_on) throw bad_field("/toOn", "toBeforeFrom");
  session.query("UPDATE contract.placement SET to_on = $2, ended_at = now(), version = version + 1 WHERE id = $1", id, to_on);
}

void remove_placement(db::Session& session, const Uuid& id) {
  if (locked_placement(session, id).state == EffortState::verified) throw conflict("momentState");
  session.query("DELETE FROM contract.placement WHERE id = $1", id);
}

std::vector<Placement> placements_of(db::Session& session, const Uuid& contract) {
  return session.rows<Placement>(placements_of_contract, contract);
}

std::vector<PlacementIn> placements_of(db::Session& session, const std::vector<std::string>& contracts) {
  return session.rows<PlacementIn>(placements_of_contracts, contracts);
}

void add_placement_routes(http::Router& router) {
  router.get<PlacementList>("/contracts/{id}/placements", "contract.verify",
                            {"listPlacements", "social return", "Who works through it, by group; no names"},
                            [](const http::Request& request, db::Session& session) {
                              return PlacementList{placements_of(session, contract_row(session, request.id_param("id")).id)};
                            });
  router.post<PlacementCreated>("/contracts/{id}/placements", "contract.edit",
                                {"addPlacement", "social return", "Somebody works through it; a reference, no name and no BSN"},
                                [](const http::Request& request, db::Session& session, const PlacementInput& in) {
                                  return PlacementCreated{add_placement(session, request.id_param("id"), in, request.now)};
                                });
  router.put<Placement>("/placements/{id}/judgement", "contract.verify",
                        {"judgePlacement", "social return", "Verified or rejected by somebody else than who reported"},
                        judge_one_placement);
  router.put<Placement>("/placements/{id}/end", "contract.edit", {"endPlacement", "social return", "The last day of who is still there"},
                        end_one_placement);
  router.remove("/placements/{id}/end", "contract.edit", {"reopenPlacement", "social return", "Still there after all"}, still_there);
  router.remove("/placements/{id}", "contract.edit", {"removePlacement", "social return", "Reported by mistake; not once it was verified"},
                [](const http::Request& request, db::Session& session) { remove_placement(session, request.id_param("id")); });
}

}  // namespace tenzij::contract
