// What lengthens a contract: options that are exercised or let go, and tacit renewals as they happen. Each stays in the list, and
// the last one can be taken back.
#include "contract/store.h"

namespace tenzij::contract {

namespace {

enum class OptionKind { option, tacit };
BOOST_DESCRIBE_ENUM(OptionKind, option, tacit)
enum class OptionState { open, exercised, let_go };
BOOST_DESCRIBE_ENUM(OptionState, open, exercised, let_go)
struct OptionInput {
  std::optional<Date> decide_by;            // the last day to say that it is exercised
  Date until;                               // the contract's last day then
  std::optional<std::int64_t> value_cents;  // what it adds
  std::string words;
};
BOOST_DESCRIBE_STRUCT(OptionInput, (), (decide_by, until, value_cents, words))
struct ContractOption : OptionInput {
  Uuid id;
  std::int64_t version;
  OptionKind kind{};
  OptionState state{};
  bool due = false;  // its day to decide is behind, and nobody decided
  std::optional<Date> decided_on;
  std::optional<std::string> decided_name;
  std::optional<std::string> reason;
  std::optional<Date> end_before;
};
BOOST_DESCRIBE_STRUCT(ContractOption, (OptionInput), (id, version, kind, state, due, decided_on, decided_name, reason, end_before))
struct ContractOptions {
  std::vector<ContractOption> items;  // by their last day
  std::optional<Date> tacit_until;    // nobody gave notice in time: so long it goes on by itself
};
BOOST_DESCRIBE_STRUCT(ContractOptions, (), (items, tacit_until))
struct OptionCreated {
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(OptionCreated, (), (id))
struct OptionDecisionInput {
  bool exercised = false;
  std::optional<Date> on;  // none: today
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(OptionDecisionInput, (), (exercised, on, reason))

constexpr std::string_view option_rows = R"sql(
SELECT o.decide_by, o.until, o.value_cents, o.words, o.id, o.version, o.kind, o.state,
       o.state = 'open' AND coalesce(o.decide_by < platform.today(), false) AS due, o.decided_on, o.decided_name,
       o.reason, o.end_before
  FROM contract.option o
)sql";

const db::Statement options_of_contract{"contract.options_of_contract", {option_rows, R"sql(
 WHERE o.contract_id = $1
 ORDER BY o.until, o.id
)sql"}};

const db::Statement option_by_id{"contract.option_by_id", {option_rows, R"sql(
 WHERE o.id = $1
   FOR UPDATE
)sql"}};

std::pair<ContractRow, ContractOption> locked_option(const http::Request& request, db::Session& session) {
  const Uuid id = request.id_param("id");
  const auto contract = session.scalar<Uuid>("SELECT contract_id FROM contract.option WHERE id = $1", id);
  if (!contract) throw not_found();
  set_today(session, date_of(request.now));
  ContractRow row = locked_contract(session, *contract);
  require_open(row);
  auto option = session.find<ContractOption>(option_by_id, id);
  if (!option) throw not_found();
  request.expect_version(option->version);
  return {std::move(row), std::move(*option)};
}

Date months_later(Date day, int months) {
  const auto moved = day.ymd + std::chrono::months(months);
  return Date{moved.ok() ? moved : moved.year() / moved.month() / std::chrono::last};
}

// In force, and its day to give notice is behind: it goes on. From a last day of a month to a last day of a month.
std::optional<Date> tacit_until(const ContractRow& row, Date today) {
  if (row.state != ContractState::in_force || row.renewal != Renewal::tacit || !row.renewal_months || !row.end_on) return std::nullopt;
  if (today <= notice_day(row).value_or(*row.end_on)) return std::nullopt;
  const auto& end = row.end_on->ymd;
  const Date until = months_later(*row.end_on, *row.renewal_months);
  const bool last_day = std::chrono::year_month_day_last{end.year(), end.month() / std::chrono::last}.day() == end.day();
  return last_day ? Date{until.ymd.year() / until.ymd.month() / std::chrono::last} : until;
}

ContractOptions list_options(const http::Request& request, db::Session& session) {
  const Date today = date_of(request.now);
  set_today(session, today);
  const ContractRow row = contract_row(session, request.id_param("id"));
  return {session.rows<ContractOption>(options_of_contract, row.id), tacit_until(row, today)};
}

OptionInput checked_option(const ContractRow& contract, OptionInput in) {
  in.words = std::string(text::trim(in.words));
  std::vector<FieldError> errors;
  check_money("/valueCents", in.value_cents, errors);
  check_year("/until", in.until, errors);
  check_year("/decideBy", in.decide_by, errors);
  if (contract.end_on && in.until <= *contract.end_on) errors.push_back({"/until", "optionNotLonger", {{"day", contract.end_on->str()}}});
  if (in.decide_by && *in.decide_by > in.until) errors.push_back({"/decideBy", "toBeforeFrom"});
  if (!errors.empty()) throw bad_request(std::move(errors));
  return in;
}

const db::Statement insert_option{"contract.insert_option", R"sql(
INSERT INTO contract.option (municipality_id, id, contract_id, kind, decide_by, until, value_cents, words)
VALUES (platform.current_municipality(), $1, $2, $3, $4, $5, $6, $7)
)sql"};

Uuid add_option(db::Session& session, const ContractRow& contract, OptionKind kind, const OptionInput& in) {
  const Uuid id = new_id();
  session.query(insert_option, id, contract.id, kind, in.decide_by, in.until, in.value_cents, in.words);
  return id;
}

const db::Statement update_option{"contract.update_option", R"sql(
UPDATE contract.option
   SET decide_by = $2, until = $3, value_cents = $4, words = $5, version = version + 1
 WHERE id = $1
)sql"};

RowVersion change_option(const http::Request& request, db::Session& session, const OptionInput& given) {
  const auto [row, option] = locked_option(request, session);
  if (option.state != OptionState::open) throw conflict("optionDecided");
  const OptionInput in = checked_option(row, given);
  session.query(update_option, option.id, in.decide_by, in.until, in.value_cents, in.words);
  return {option.id, option.version + 1};
}

void remove_option(const http::Request& request, db::Session& session) {
  const Uuid id = request.id_param("id");
  const auto contract = session.scalar<Uuid>("SELECT contract_id FROM contract.option WHERE id = $1", id);
  if (!contract) throw not_found();
  require_open(locked_contract(session, *contract));
  if (session.query("DELETE FROM contract.option WHERE id = $1 AND state = 'open'", id).affected() == 0) throw conflict("optionDecided");
}

const db::Statement decide_option{"contract.decide_option", R"sql(
UPDATE contract.option
   SET state = $2, decided_on = $3, decided_name = $4, reason = $5, end_before = $6, version = version + 1
 WHERE id = $1
)sql"};

const db::Statement move_end{"contract.move_end", R"sql(
UPDATE contract.contract
   SET end_on = $2, changed_at = $3, version = version + 1
 WHERE id = $1
)sql"};

const db::Statement last_change{"contract.last_change", R"sql(
SELECT max(from_on)
  FROM contract.change
 WHERE contract_id = $1
   AND withdrawn_at IS NULL
)sql"};

// What it adds comes to the value in force last, from the day on which it is exercised.
void add_value(db::Session& session, const ContractRow& row, const ContractOption& option, Date on, Instant now) {
  if (!option.value_cents || !row.value_cents) return;
  const auto last = session.scalar<Date>(last_change, row.id);
  if (last && on <= *last) throw bad_field("/on", "changeLater", {{"day", last->str()}});
  set_today(session, on);
  const std::int64_t before = contract_row(session, row.id).value_now_cents.value_or(*row.value_cents);
  const std::string words = option.words.empty() ? std::string("Optie") : option.words;
  insert_value(session, row, on, before + *option.value_cents, "c", words, option.id, "/on", now);
}

void exercise(db::Session& session, const ContractRow& row, const ContractOption& option, Date on, const std::optional<std::string>& reason,
              Instant now) {
  if (row.state != ContractState::in_force) throw conflict("contractNotInForce");
  if (row.end_on && option.until <= *row.end_on) throw bad_field("/on", "optionNotLonger", {{"day", row.end_on->str()}});
  if (row.start_on && on < *row.start_on) throw bad_field("/on", "changeBeforeStart", {{"day", row.start_on->str()}});
  session.query(decide_option, option.id, OptionState::exercised, on, name_of_actor(session), reason, row.end_on);
  add_value(session, row, option, on, now);
  session.query(move_end, row.id, option.until, now);
  if (row.end_on) plan_longer(session, row.id, *row.end_on, option.until);
}

RowVersion decide(const http::Request& request, db::Session& session, const OptionDecisionInput& in) {
  const auto [row, option] = locked_option(request, session);
  if (option.state != OptionState::open) throw conflict("optionDecided");
  const Date on = in.on.value_or(date_of(request.now));
  std::vector<FieldError> errors;
  check_year("/on", on, errors);
  if (on > date_of(request.now)) errors.push_back({"/on", "dayAhead"});
  if (!errors.empty()) throw bad_request(std::move(errors));
  const auto reason = tidy_text(in.reason);
  if (in.exercised) exercise(session, row, option, on, reason, request.now);
  else session.query(decide_option, option.id, OptionState::let_go, on, name_of_actor(session), reason, std::optional<Date>());
  return {option.id, option.version + 1};
}

const db::Statement reopen_option{"contract.reopen_option", R"sql(
UPDATE contract.option
   SET state = 'open', decided_on = NULL, decided_name = NULL, reason = NULL, end_before = NULL, version = version + 1
 WHERE id = $1
)sql"};

const db::Statement withdraw_of_option{"contract.withdraw_of_option", R"sql(
UPDATE contract.change
   SET withdrawn_at = $2, withdrawn_name = $3, version = version + 1
 WHERE option_id = $1
   AND withdrawn_at IS NULL
)sql"};

const db::Statement changed_after_option{"contract.changed_after_option", R"sql(
SELECT 1
  FROM contract.change later
  JOIN contract.change own ON own.municipality_id = later.municipality_id AND own.contract_id = later.contract_id
 WHERE own.option_id = $1
   AND own.withdrawn_at IS NULL
   AND later.withdrawn_at IS NULL
   AND later.from_on > own.from_on
)sql"};

// Back to where it was: only the last one, since the next begins where it ends, and only while nothing was built on its value.
void take_back(const http::Request& request, db::Session& session) {
  const Uuid id = request.id_param("id");
  const auto contract = session.scalar<Uuid>("SELECT contract_id FROM contract.option WHERE id = $1", id);
  if (!contract) throw not_found();
  set_today(session, date_of(request.now));
  const ContractRow row = locked_contract(session, *contract);
  require_open(row);
  const auto option = session.find<ContractOption>(option_by_id, id).value();
  if (option.state == OptionState::open) throw conflict("optionDecided");
  if (option.state == OptionState::exercised) {
    if (row.end_on != option.until || !session.query(changed_after_option, id).empty()) throw conflict("optionNotLast");
    if (option.end_before) plan_shorter(session, row.id, *option.end_before);
    session.query(withdraw_of_option, id, request.now, name_of_actor(session));
    session.query(move_end, row.id, option.end_before, request.now);
  }
  // A tacit renewal was not agreed before: it is there because somebody said that it happened.
  if (option.kind == OptionKind::tacit) session.query("DELETE FROM contract.option WHERE id = $1", id);
  else session.query(reopen_option, id);
}

OptionCreated renew(const http::Request& request, db::Session& session) {
  const ContractRow row = locked_contract(session, request.id_param("id"));
  const Date today = date_of(request.now);
  const auto until = tacit_until(row, today);
  if (!until) throw conflict("noTacitRenewal");
  OptionInput in{{}, *until, {}, ""};
  const Uuid id = add_option(session, row, OptionKind::tacit, in);
  set_today(session, today);
  exercise(session, row, session.find<ContractOption>(option_by_id, id).value(), today, std::nullopt, request.now);
  return {id};
}

}  // namespace

void add_option_routes(http::Router& router) {
  router.get<ContractOptions>("/contracts/{id}/options", "contract.read",
                              {"listContractOptions", "contracts", "Options and tacit renewals, exercised, let go or open"}, list_options);
  router.post<OptionCreated>("/contracts/{id}/options", "contract.edit",
                             {"addContractOption", "contracts", "An option to lengthen it, as agreed"},
                             [](const http::Request& request, db::Session& session, const OptionInput& in) {
                               const ContractRow row = locked_contract(session, request.id_param("id"));
                               require_open(row);
                               return OptionCreated{add_option(session, row, OptionKind::option, checked_option(row, in))};
                             });
  router.post<OptionCreated>("/contracts/{id}/renewals", "contract.edit",
                             {"renewContract", "contracts", "It went on by itself: nobody gave notice in time"}, renew);
  router.put<RowVersion>("/contract-options/{id}", "contract.edit", {"changeContractOption", "contracts", "Change an open option"},
                         change_option);
  router.remove("/contract-options/{id}", "contract.edit", {"removeContractOption", "contracts", "It was not agreed; while it is open"},
                remove_option);
  router.put<RowVersion>("/contract-options/{id}/decision", "contract.edit", {"decideContractOption", "contracts", "Exercised or let go"},
                         decide);
  router.remove("/contract-options/{id}/decision", "contract.edit",
                {"reopenContractOption", "contracts", "Open again; of exercised ones the last"}, take_back);
}

}  // namespace tenzij::contract
