// A register of contracts in, by the engine for imports. A row is the contract with its id, or else with its number, or else with the same
// title and supplier. What is new becomes a draft; a supplier that nobody knows is made when the row is written.
#include "contract/import_lists.h"
#include "contract/store.h"

namespace tenzij::contract {

namespace {

using imports::Value;
using Setter = imports::FieldReader<ContractFields>::Setter;

// The column of a member, as people name it.
const std::map<std::string, std::string, std::less<>>& column_of_member() {
  static const std::map<std::string, std::string, std::less<>> all{{"reference", "reference"},
                                                                   {"title", "title"},
                                                                   {"lot", "lot"},
                                                                   {"partyId", "supplier"},
                                                                   {"category", "category"},
                                                                   {"unitId", "unit"},
                                                                   {"valueCents", "value"},
                                                                   {"startOn", "start"},
                                                                   {"endOn", "end"},
                                                                   {"managerId", "manager"},
                                                                   {"budgetHolderId", "budgetHolder"}};
  return all;
}

// Reads one row against the lists.
class ContractReader : public imports::FieldReader<ContractFields> {
 public:
  ContractReader(const ContractLists& lists, imports::Row& row, const KnownContract* before) : FieldReader(row, before), lists_(lists) {}

  std::optional<NewParty> party{};

  void read() {
    if (const auto* said = good("title")) set([text = std::string(text::trim(said->text))](ContractFields& in) { in.title = text; });
    words("reference", &ContractFields::reference);
    words("lot", &ContractFields::lot);
    money("value", &ContractFields::value_cents);
    day("start", &ContractFields::start_on);
    day("end", &ContractFields::end_on);
    code("category", lists_.categories, &ContractFields::category);
    one("unit", lists_.units, &ContractFields::unit_id, "unknownUnit", "unitNotUnique");
    one("manager", lists_.people, &ContractFields::manager_id, "unknownPerson", "personNotUnique");
    one("budgetHolder", lists_.people, &ContractFields::budget_holder_id, "unknownPerson", "personNotUnique", &lists_.holders,
        "notABudgetHolder");
    supplier();
  }

 private:
  const ContractLists& lists_;

  void is(const Uuid& id) {
    set([id](ContractFields& in) { in.party_id = id; });
  }
  // By its number first: names differ from file to file. A number of seven digits lost its zero, and a person says so.
  void supplier() {
    const auto* number = good("kvk");
    const auto* name = good("supplier");
    if (number != nullptr) {
      if (number->text.size() == 7) return row_.ask("kvk", "kvkLostZero", {"0" + number->text});
      if (number->text.size() != 8) return row_.wrong("kvk", "notKvk");
      if (const auto found = lists_.by_kvk.find(number->text); found != lists_.by_kvk.end()) return is(found->second);
      if (name == nullptr) return row_.wrong("supplier", "required");
      party = NewParty{std::string(text::trim(name->text)), number->text};
      return;
    }
    if (row_.find("kvk") != nullptr || name == nullptr) return;
    const auto [from, to] = lists_.parties.equal_range(low(name->text));
    if (from == to) {
      party = NewParty{std::string(text::trim(name->text)), {}};
      return;
    }
    std::set<Uuid> found;
    for (auto each = from; each != to; ++each) found.insert(each->second);
    if (before_ != nullptr && before_->party_id && found.contains(*before_->party_id)) return is(*before_->party_id);
    if (found.size() > 1) return row_.wrong("supplier", "partyNotUnique");
    is(*found.begin());
  }
};

const KnownContract* existing(ContractLists& lists, imports::Row& row) {
  if (const auto* said = row.find("id")) {
    const auto id = Uuid::parse(text::trim(said->text));
    const auto found = id ? lists.by_id.find(*id) : lists.by_id.end();
    if (found != lists.by_id.end()) return &lists.all[found->second];
    row.note("id", "idUnknown");
  }
  if (const auto* said = row.find("reference")) {
    const auto found = lists.by_reference.find(text::trim(said->text));
    return found == lists.by_reference.end() ? nullptr : &lists.all[found->second];
  }
  const auto* title = row.find("title");
  if (title == nullptr) return nullptr;
  const auto* supplier = row.find("supplier");
  const auto [from, to] = lists.by_title.equal_range(low(title->text));
  for (auto each = from; each != to; ++each) {
    const KnownContract& known = lists.all[each->second];
    if (known.reference || (supplier == nullptr ? known.party_id.has_value() : low(known.party.value_or("")) != low(supplier->text)))
      continue;
    // Twice the same in a file is twice the same here: the next row is the next contract.
    lists.by_title.erase(each);
    return &known;
  }
  return nullptr;
}

void tell_faults(imports::Row& row, const KnownContract* before, const ContractFields& in) {
  ContractInput whole;
  whole.reference = in.reference;
  whole.title = in.title;
  whole.lot = in.lot;
  whole.value_cents = in.value_cents;
  whole.start_on = in.start_on;
  whole.end_on = in.end_on;
  std::vector<FieldError> errors;
  check_alone(whole, errors);
  // What was promised was counted from this value: after the start it changes by a change of the contract.
  if (before != nullptr && before->state != ContractState::draft && in.value_cents != before->value_cents)
    errors.push_back({"/valueCents", "valueByChange"});
  for (const FieldError& each : errors) {
    const auto column = column_of_member().find(std::string_view(each.pointer).substr(1));
    const std::string key = column == column_of_member().end() ? std::string() : column->second;
    const bool told = std::any_of(row.notes.begin(), row.notes.end(), [&](const imports::Note& note) {
      return note.column == key && note.severity != imports::Severity::note;
    });
    if (!told) row.wrong(key, each.code, each.args);
  }
}

std::vector<imports::RowChange> changes_of(const ContractLists& lists, const KnownContract& before, const ContractFields& after,
                                           const std::optional<NewParty>& party) {
  std::vector<imports::RowChange> out =
      imports::changes_between(json::encode(static_cast<const ContractFields&>(before)), json::encode(after));
  for (imports::RowChange& each : out) {
    if (const auto column = column_of_member().find(each.field); column != column_of_member().end()) each.field = column->second;
    for (std::string* value : {&each.before, &each.after}) {
      if (const auto named = lists.names.find(*value); named != lists.names.end()) *value = named->second;
      long long cents = 0;
      if (each.field == "value" && text::to_int(*value, cents)) *value = cents_to_decimal(cents);
    }
  }
  if (party) out.push_back({"supplier", before.party.value_or(""), party->name});
  return out;
}

struct ContractPlan {
  std::vector<Setter> setters;
  std::optional<NewParty> party;
  Instant now;
};

imports::Verdict judge_contract(const std::shared_ptr<ContractLists>& lists, imports::Row& row, Instant now) {
  imports::Verdict out;
  const KnownContract* before = existing(*lists, row);
  if (before != nullptr && before->archived) row.wrong(row.find("reference") != nullptr ? "reference" : "id", "recordArchived");
  if (before != nullptr && before->state == ContractState::settled) row.wrong("", "contractSettled");
  ContractReader reader(*lists, row, before);
  reader.read();
  ContractFields in;
  if (before != nullptr) in = *before;
  for (const Setter& each : reader.setters) each(in);
  out.title = in.title;
  if (before != nullptr) {
    out.id = before->id;
    out.changes = changes_of(*lists, *before, in, reader.party);
  }
  out.action = before == nullptr ? imports::Action::added : out.changes.empty() ? imports::Action::same : imports::Action::changed;
  // What stands there already is not for a file to judge.
  if (out.action != imports::Action::same) tell_faults(row, before, in);
  out.plan = std::make_shared<const ContractPlan>(ContractPlan{std::move(reader.setters), std::move(reader.party), now});
  return out;
}

std::vector<Uuid> write_contracts(db::Session& session, const std::vector<const imports::Verdict*>& rows) {
  std::vector<Uuid> known;
  for (const imports::Verdict* each : rows)
    if (each->id) known.push_back(*each->id);
  const auto stored = locked_fields(session, known);
  PartyMaker parties(session);
  for (const imports::Verdict* each : rows) {
    const auto& plan = *std::static_pointer_cast<const ContractPlan>(each->plan);
    if (plan.party) parties.want(*plan.party);
  }
  Instant now{};
  if (!rows.empty()) now = std::static_pointer_cast<const ContractPlan>(rows.front()->plan)->now;
  parties.make(now);
  std::vector<WrittenContract> added;
  std::vector<WrittenContract> changed;
  std::vector<Uuid> out;
  for (const imports::Verdict* each : rows) {
    const auto& plan = *std::static_pointer_cast<const ContractPlan>(each->plan);
    ContractFields in;
    if (each->id) {
      const auto at = stored.find(*each->id);
      if (at == stored.end()) throw not_found();
      in = at->second.fields;
    }
    // Laid over what it is now: somebody may have changed another field since the file was judged.
    for (const Setter& setter : plan.setters) setter(in);
    if (plan.party) in.party_id = parties.id_of(*plan.party);
    out.push_back(each->id ? *each->id : new_id());
    (each->id ? changed : added).push_back(written_of(out.back(), in));
  }
  insert_contracts(session, added, now);
  update_contracts(session, changed, now);
  return out;
}

std::map<Uuid, json::value> snapshots_of_contracts(db::Session& session, const std::vector<Uuid>& ids) {
  std::map<Uuid, json::value> out;
  for (const auto& [id, row] : locked_fields(session, ids)) out.emplace(id, json::encode(row));
  return out;
}

void set_contracts_back(db::Session& session, const std::vector<imports::Before>& all, Instant now) {
  std::vector<WrittenContract> rows;
  for (const imports::Before& each : all) rows.push_back(written_of(each.id, json::restore<StoredContract>(each.record).fields));
  update_contracts(session, rows, now);
}

}  // namespace

imports::Kind import_kind() {
  imports::Kind out;
  out.name = "contracts";
  out.permission = "contract.edit";
  out.columns = {{"id"},
                 {"reference"},
                 {"title", Value::text, true},
                 {"lot"},
                 {"supplier"},
                 {"kvk", Value::code8},
                 {"value", Value::amount},
                 {"start", Value::first_day},
                 {"end", Value::last_day},
                 {"unit"},
                 {"manager"},
                 {"budgetHolder"},
                 {"category"},
                 {"state", Value::given_out},
                 {"commitments", Value::given_out},
                 {"late", Value::given_out}};
  out.open = [](db::Session& session, const imports::Run& run) -> imports::Judge {
    const auto lists = std::make_shared<ContractLists>(session);
    return [lists, now = run.now](imports::Row& row) { return judge_contract(lists, row, now); };
  };
  out.many = imports::Many{snapshots_of_contracts, write_contracts, set_contracts_back, take_contracts_away};
  return out;
}

void add_import_routes(http::Router& router, const ContractParts& parts) {
  router.upload<imports::Taken>(
      "/contract-imports", "contract.edit",
      {"importContracts", "contracts", "A register as CSV, XLSX or ODS in one step; all rows or none, a known contract is changed"},
      [parts, kind = import_kind()](const http::Request& request, db::Session& session) {
        return imports::take(request, session, kind, parts.columns, parts.messages);
      });
}

}  // namespace tenzij::contract
