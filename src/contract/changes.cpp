// The value of a contract as it changed: each change a row with its ground, and what the law asks attention for. Taken back, a row
// stays to be read.
#include "contract/store.h"

namespace tenzij::contract {

namespace {

struct ChangeSeen {
  Uuid id;
  std::int64_t version;
  Date from_on;
  std::optional<std::int64_t> before_cents;
  std::int64_t value_cents;
  std::optional<std::string> ground;
  bool indexation = false;
  std::optional<Date> announced_on;
  bool of_option = false;
  std::string words;
  std::string person_name;
  Instant at;
  std::optional<Instant> withdrawn_at;
  std::optional<std::string> withdrawn_name;
};
BOOST_DESCRIBE_STRUCT(ChangeSeen, (),
                      (id, version, from_on, before_cents, value_cents, ground, indexation, announced_on, of_option, words, person_name, at,
                       withdrawn_at, withdrawn_name))
struct ContractChange : ChangeSeen {
  std::vector<ChangeNote> notes;
};
BOOST_DESCRIBE_STRUCT(ContractChange, (ChangeSeen), (notes))
struct ContractChanges {
  std::int64_t version;  // of the contract
  std::optional<std::int64_t> first_cents;
  std::vector<ContractChange> changes;
  std::string source;  // of the law that the notes are about
};
BOOST_DESCRIBE_STRUCT(ContractChanges, (), (version, first_cents, changes, source))

struct ValueChangeInput {
  Date from_on;
  std::int64_t value_cents{};
  std::optional<std::string> ground;  // of art. 2.163a-g
  std::optional<bool> indexation;     // the price follows the index of the contract
  std::optional<Date> announced_on;   // of (d) and (e)
  std::string words;
  std::optional<bool> after_end;  // meant, although the contract is over by then
};
BOOST_DESCRIBE_STRUCT(ValueChangeInput, (), (from_on, value_cents, ground, indexation, announced_on, words, after_end))
struct AnnouncementInput {
  std::optional<Date> announced_on;
};
BOOST_DESCRIBE_STRUCT(AnnouncementInput, (), (announced_on))

// What counts comes by day, each with the value before it.
const db::Statement changes_of_contract{"contract.changes_of_contract", R"sql(
SELECT x.id, x.version, x.from_on, x.value_cents, x.ground, x.indexation, x.announced_on,
       x.option_id IS NOT NULL AS of_option, x.words, x.person_name, x.at, x.withdrawn_at, x.withdrawn_name,
       CASE WHEN x.withdrawn_at IS NULL THEN
         lag(x.value_cents, 1, c.value_cents) OVER (PARTITION BY x.withdrawn_at IS NULL ORDER BY x.from_on, x.id)
       END AS before_cents
  FROM contract.change x
  JOIN contract.contract c ON c.municipality_id = x.municipality_id AND c.id = x.contract_id
 WHERE x.contract_id = $1
 ORDER BY x.from_on, x.at, x.id
)sql"};

// What was bought: as its purchase says, else as its rule of social return does. Unknown: the strictest bounds.
const db::Statement nature_of_contract{"contract.nature_of_contract", R"sql(
SELECT coalesce(CASE WHEN p.social THEN 'social' ELSE p.nature END, r.nature)
  FROM contract.contract c
  LEFT JOIN purchase.purchase p ON p.municipality_id = c.municipality_id AND p.id = c.purchase_id
  LEFT JOIN contract.social_return_rule r ON r.municipality_id = c.municipality_id AND r.id = c.rule_id
 WHERE c.id = $1
)sql"};

const db::Statement threshold_then{"contract.threshold_then", R"sql(
SELECT min(amount_cents)
  FROM reference.threshold
 WHERE nature = coalesce($1, nature)
   AND $2 BETWEEN valid_from AND valid_to
)sql"};

ContractChanges changes_of(db::Session& session, const ContractRow& contract, const ChangeLaw& law) {
  ContractChanges out{contract.version, contract.value_cents, {}, law.source};
  std::vector<ValueStep> steps;
  std::vector<std::size_t> places;
  std::optional<Date> last;
  for (const ChangeSeen& each : session.rows<ChangeSeen>(changes_of_contract, contract.id)) {
    if (!each.withdrawn_at) {
      steps.push_back({each.before_cents.value_or(0), each.value_cents, each.ground, each.indexation, each.announced_on.has_value()});
      places.push_back(out.changes.size());
      last = each.from_on;
    }
    out.changes.push_back({each, {}});
  }
  if (!last || !contract.value_cents) return out;
  const auto nature = session.scalar<std::string>(nature_of_contract, contract.id);
  const auto threshold = session.scalar<std::int64_t>(threshold_then, nature, *last);
  const auto notes = notes_on_steps(law, *contract.value_cents, nature == "works", threshold, steps);
  for (std::size_t i = 0; i < notes.size(); ++i) out.changes[places[i]].notes = notes[i];
  return out;
}

// Over: it was ended, or its last day is behind.
bool is_over(const ContractRow& row, Date today) {
  return row.state == ContractState::ended || row.state == ContractState::terminated || (row.end_on && *row.end_on < today);
}

const db::Statement insert_change{"contract.insert_change", R"sql(
INSERT INTO contract.change (municipality_id, id, contract_id, from_on, value_cents, ground, indexation, announced_on,
                             option_id, words, person_name, at)
VALUES (platform.current_municipality(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
)sql"};

const db::Statement change_on_day{"contract.change_on_day", R"sql(
SELECT 1
  FROM contract.change
 WHERE contract_id = $1
   AND from_on = $2
   AND withdrawn_at IS NULL
)sql"};

void check_day(db::Session& session, const ContractRow& row, Date from, const char* pointer, std::vector<FieldError>& errors) {
  check_year(pointer, from, errors);
  if (row.start_on && from <= *row.start_on) errors.push_back({pointer, "changeBeforeStart", {{"day", row.start_on->str()}}});
  if (!session.query(change_on_day, row.id, from).empty()) errors.push_back({pointer, "dayTwice"});
}

void add_change(const http::Request& request, db::Session& session, const ContractRow& row, const ValueChangeInput& in) {
  std::vector<FieldError> errors;
  check_money("/valueCents", in.value_cents, errors);
  if (!row.value_cents) errors.push_back({"/valueCents", "firstValueFirst"});
  check_day(session, row, in.from_on, "/fromOn", errors);
  check_year("/announcedOn", in.announced_on, errors);
  if (in.ground && (in.ground->size() != 1 || in.ground->front() < 'a' || in.ground->front() > 'g'))
    errors.push_back({"/ground", "notInList"});
  const bool indexation = in.indexation.value_or(false);
  if (indexation && !row.index_clause) errors.push_back({"/indexation", "noIndexClause"});
  if (row.end_on && in.from_on > *row.end_on && is_over(row, date_of(request.now)) && !in.after_end.value_or(false))
    errors.push_back({"/afterEnd", "changeAfterEnd", {{"day", row.end_on->str()}}});
  if (!errors.empty()) throw bad_request(std::move(errors));
  const std::string words = reference::needed_reason(session, "/words", in.words);
  session.query(insert_change, new_id(), row.id, in.from_on, in.value_cents, indexation ? std::optional<std::string>("c") : in.ground,
                indexation, in.announced_on, std::optional<Uuid>(), words, name_of_actor(session), request.now);
  touch_contract(session, row.id, request.now);
}

struct ChangeOfContract {
  Uuid contract_id;
  std::int64_t version;
  Date from_on;
  std::optional<std::string> ground;
  std::optional<Uuid> option_id;
  std::optional<Instant> withdrawn_at;
};
BOOST_DESCRIBE_STRUCT(ChangeOfContract, (), (contract_id, version, from_on, ground, option_id, withdrawn_at))

const db::Statement change_by_id{"contract.change_by_id", R"sql(
SELECT contract_id, version, from_on, ground, option_id, withdrawn_at
  FROM contract.change
 WHERE id = $1
   FOR UPDATE
)sql"};

// The contract first, as everywhere.
std::pair<ContractRow, ChangeOfContract> locked_change(db::Session& session, const Uuid& id) {
  const auto contract = session.scalar<Uuid>("SELECT contract_id FROM contract.change WHERE id = $1", id);
  if (!contract) throw not_found();
  ContractRow row = locked_contract(session, *contract);
  require_open(row);
  auto change = session.find<ChangeOfContract>(change_by_id, id);
  if (!change) throw not_found();
  return {std::move(row), std::move(*change)};
}

RowVersion announce(const http::Request& request, db::Session& session, const AnnouncementInput& in) {
  const Uuid id = request.id_param("id");
  const auto [row, change] = locked_change(session, id);
  request.expect_version(change.version);
  std::vector<FieldError> errors;
  check_year("/announcedOn", in.announced_on, errors);
  if (change.ground != "d" && change.ground != "e") errors.push_back({"/announcedOn", "notAnnounced"});
  if (!errors.empty()) throw bad_request(std::move(errors));
  session.query("UPDATE contract.change SET announced_on = $2, version = version + 1 WHERE id = $1", id, in.announced_on);
  return {id, change.version + 1};
}

const db::Statement withdraw_change{"contract.withdraw_change", R"sql(
UPDATE contract.change
   SET withdrawn_at = $2, withdrawn_name = $3, version = version + 1
 WHERE id = $1
)sql"};

// Taken back and brought back: what came with an option goes with the option.
void withdraw(const http::Request& request, db::Session& session, bool away) {
  const Uuid id = request.id_param("id");
  const auto [row, change] = locked_change(session, id);
  if (change.option_id) throw conflict("changeOfOption");
  if (change.withdrawn_at.has_value() == away) throw conflict("changeDone");
  std::vector<FieldError> errors;
  if (!away) check_day(session, row, change.from_on, "/fromOn", errors);
  if (!errors.empty()) throw bad_request(std::move(errors));
  session.query(withdraw_change, id, away ? std::optional(request.now) : std::nullopt,
                away ? std::optional(name_of_actor(session)) : std::nullopt);
  touch_contract(session, row.id, request.now);
}

}  // namespace

void insert_value(db::Session& session, const ContractRow& contract, Date from, std::int64_t value_cents, const std::string& ground,
                  const std::string& words, const std::optional<Uuid>& option, const char* pointer, Instant now) {
  std::vector<FieldError> errors;
  check_day(session, contract, from, pointer, errors);
  check_money("/valueCents", value_cents, errors);
  if (!errors.empty()) throw bad_request(std::move(errors));
  session.query(insert_change, new_id(), contract.id, from, value_cents, std::optional(ground), false, std::optional<Date>(), option, words,
                name_of_actor(session), now);
}

void add_change_routes(http::Router& router, const std::shared_ptr<const Knowledge>& knowledge) {
  router.get<ContractChanges>("/contracts/{id}/changes", "contract.read",
                              {"listContractChanges", "contracts", "Changes of its value, with what the law asks attention for"},
                              [knowledge](const http::Request& request, db::Session& session) {
                                return changes_of(session, contract_row(session, request.id_param("id")), knowledge->changes);
                              });
  router.put<ContractChanges>("/contracts/{id}/value", "contract.edit",
                              {"changeContractValue", "contracts", "Another value from a day on; nothing is overwritten"},
                              [knowledge](const http::Request& request, db::Session& session, const ValueChangeInput& in) {
                                const ContractRow row = locked_contract(session, request.id_param("id"));
                                request.expect_version(row.version);
                                require_open(row);
                                add_change(request, session, row, in);
                                return changes_of(session, contract_row(session, row.id), knowledge->changes);
                              });
  router.put<RowVersion>("/contract-changes/{id}/announcement", "contract.edit",
                         {"announceContractChange", "contracts", "When the announcement of a change was published"}, announce);
  router.put<http::None>("/contract-changes/{id}/withdrawal", "contract.edit",
                         {"withdrawContractChange", "contracts", "It was not so; the row stays to be read"},
                         [](const http::Request& request, db::Session& session) { withdraw(request, session, true); });
  router.remove("/contract-changes/{id}/withdrawal", "contract.edit", {"restoreContractChange", "contracts", "It was so after all"},
                [](const http::Request& request, db::Session& session) { withdraw(request, session, false); });
}

}  // namespace tenzij::contract
