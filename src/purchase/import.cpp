// A calendar of purchases in, by the engine for imports: what its columns are, which purchase a row is, and how one is set
// back. A row is the purchase with its id, or else with its number, or else with the same title and value.
#include "platform/base/money.h"
#include "purchase/import_lists.h"
#include "purchase/lookups.h"

namespace tenzij::purchase {

namespace {

using imports::Value;

json::value fields_of(const PurchaseInput& in) { return json::encode(in); }

// The member of a purchase a column fills, as faults of the rules name it.
const std::map<std::string, std::string, std::less<>>& column_of_field() {
  static const std::map<std::string, std::string, std::less<>> all{{"/reference", "reference"},
                                                                   {"/title", "title"},
                                                                   {"/need", "need"},
                                                                   {"/category", "category"},
                                                                   {"/cpv", "cpv"},
                                                                   {"/valueCents", "value"},
                                                                   {"/lots", "lots"},
                                                                   {"/unitId", "unit"},
                                                                   {"/budgetHolderId", "budgetHolder"},
                                                                   {"/advisorId", "advisor"},
                                                                   {"/contractManagerId", "contractManager"},
                                                                   {"/procedure", "procedure"},
                                                                   {"/procedureReason", "procedureReason"},
                                                                   {"/startOn", "start"},
                                                                   {"/publishOn", "publish"},
                                                                   {"/awardOn", "award"},
                                                                   {"/contractFrom", "contractFrom"},
                                                                   {"/contractTo", "contractTo"}};
  return all;
}

using Setter = imports::FieldReader<PurchaseInput>::Setter;

// Reads one row against the lists.
class RowReader : private imports::FieldReader<PurchaseInput> {
 public:
  RowReader(const Lists& lists, imports::Row& row, const PurchaseInput* before) : FieldReader(row, before), lists_(lists) {}

  std::vector<Setter> read() {
    as_written("title", &PurchaseInput::title);
    as_written("need", &PurchaseInput::need);
    words("reference", &PurchaseInput::reference);
    words("procedureReason", &PurchaseInput::procedure_reason);
    code("category", lists_.categories, &PurchaseInput::category);
    code("procedure", lists_.procedures, &PurchaseInput::procedure);
    nature();
    cpv();
    money("value", &PurchaseInput::value_cents);
    if (const auto* said = good("lots"))
      set([lots = static_cast<int>(std::clamp(said->number, -1.0, 1e6))](PurchaseInput& in) { in.lots = lots; });
    if (const auto* said = good("social")) set([yes = said->yes](PurchaseInput& in) { in.social = yes; });
    one("unit", lists_.units, &PurchaseInput::unit_id, "unknownUnit", "unitNotUnique");
    // Who is accountable must be able to decide.
    one("budgetHolder", lists_.people, &PurchaseInput::budget_holder_id, "unknownPerson", "personNotUnique", &lists_.holders,
        "notABudgetHolder");
    one("advisor", lists_.people, &PurchaseInput::advisor_id, "unknownPerson", "personNotUnique");
    one("contractManager", lists_.people, &PurchaseInput::contract_manager_id, "unknownPerson", "personNotUnique");
    day("start", &PurchaseInput::start_on);
    day("publish", &PurchaseInput::publish_on);
    day("award", &PurchaseInput::award_on);
    day("contractFrom", &PurchaseInput::contract_from);
    day("contractTo", &PurchaseInput::contract_to);
    return std::move(setters);
  }

 private:
  const Lists& lists_;

  void as_written(const char* key, std::string PurchaseInput::*member) {
    if (const auto* said = good(key)) set([text = said->text, member](PurchaseInput& in) { in.*member = text; });
  }
  void nature() {
    const auto* said = good("nature");
    if (said == nullptr) return;
    Nature read{};
    const auto found = lists_.natures.find(low(said->text));
    if (found == lists_.natures.end() || !boost::describe::enum_from_string(found->second.c_str(), read))
      return row_.wrong("nature", "notInList");
    set([read](PurchaseInput& in) { in.nature = read; });
  }
  // A CPV has eight digits; a spreadsheet that takes it for a number drops the zero in front of divisions 03 and 09
  // (Regulation (EC) 213/2008). A beginning of a code is a code here.
  void cpv() {
    const auto* said = good("cpv");
    if (said == nullptr) return;
    std::string digits = said->text;
    const bool was_number = said->number != 0;
    if (before_ != nullptr && before_->cpv == digits) return;
    // A code is in a division, which its first two digits name; the list of codes need not be complete.
    const auto known = [&](const std::string& code) { return lists_.divisions.contains(code.substr(0, 2)); };
    const bool with_zero = known("0" + digits);
    if (digits.size() > 8) return row_.wrong("cpv", "notCpv");
    if (digits.size() == 7 && was_number && with_zero) {  // a number loses none at its end
      digits.insert(0, 1, '0');
    } else if (digits.size() == 7 || (digits.size() > 1 && digits.size() < 7 && (was_number || said->yes) && with_zero)) {
      std::vector<std::string> proposals;
      if (with_zero) proposals.push_back("0" + digits);
      if (known(digits)) proposals.push_back(digits.size() == 7 ? digits + "0" : digits);
      return row_.ask("cpv", "codeLostDigit", std::move(proposals));
    } else if (digits.size() > 1 && !known(digits)) {
      return row_.wrong("cpv", "cpvUnknown");
    }
    set([digits](PurchaseInput& in) { in.cpv = digits; });
  }
};

// Which purchase a row is, if any.
const Known* existing(Lists& lists, imports::Row& row) {
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
  const auto* value = row.find("value");
  if (title == nullptr || value == nullptr) return nullptr;
  const auto [from, to] = lists.by_title.equal_range(low(title->text));
  for (auto each = from; each != to; ++each) {
    const Known& known = lists.all[each->second];
    if (known.value_cents != value->cents || known.reference) continue;
    // Twice the same in a file is twice the same here: the next row is the next purchase.
    lists.by_title.erase(each);
    return &known;
  }
  return nullptr;
}

// What the rules of one purchase say of a row; a cell that could not be read was told already.
void tell_faults(const Lists& lists, imports::Row& row, const PurchaseInput& in) {
  std::vector<FieldError> errors;
  check_alone(in, errors);
  if (in.procedure_reason) lists.reasons.check_given("/procedureReason", *in.procedure_reason, errors);
  for (const FieldError& each : errors) {
    const auto column = column_of_field().find(each.pointer);
    const std::string key = column == column_of_field().end() ? std::string() : column->second;
    const bool told = std::any_of(row.notes.begin(), row.notes.end(), [&](const imports::Note& note) {
      return note.column == key && note.severity != imports::Severity::note;
    });
    if (!told) row.wrong(key, each.code, each.args);
  }
}

// By column, in the words of a file.
std::vector<imports::RowChange> changes_of(const Lists& lists, const PurchaseInput& before, const PurchaseInput& after) {
  std::vector<imports::RowChange> out = imports::changes_between(fields_of(before), fields_of(after));
  for (imports::RowChange& each : out) {
    if (const auto column = column_of_field().find("/" + each.field); column != column_of_field().end()) each.field = column->second;
    for (std::string* value : {&each.before, &each.after}) {
      if (const auto named = lists.names.find(*value); named != lists.names.end()) *value = named->second;
      long long cents = 0;
      if (each.field == "value" && text::to_int(*value, cents)) *value = cents_to_decimal(cents);
    }
  }
  return out;
}

// What a row does, for when it is written.
struct Plan {
  std::vector<Setter> setters;
  std::string reason;  // of another procedure than advised, where the file gives none
  Instant now;

  // Laid over what the purchase is now: somebody may have changed another field since the file was judged.
  [[nodiscard]] PurchaseInput over(const PurchaseRow* stored) const {
    PurchaseInput out;
    out.lots = 1;
    out.nature = Nature::services;
    if (stored != nullptr) out = *stored;
    for (const Setter& each : setters) each(out);
    if (out.procedure && !out.procedure_reason) out.procedure_reason = reason;
    return out;
  }
};

imports::Verdict judge(const std::shared_ptr<Lists>& lists, imports::Row& row, const std::string& reason, Instant now) {
  imports::Verdict out;
  const Known* before = existing(*lists, row);
  if (before != nullptr && before->archived) row.wrong(row.find("reference") != nullptr ? "reference" : "id", "recordArchived");
  const std::vector<Setter> setters = RowReader(*lists, row, before).read();
  PurchaseInput in;
  in.lots = 1;
  in.nature = Nature::services;
  if (before != nullptr) in = *before;
  for (const Setter& each : setters) each(in);
  in.title = std::string(text::trim(in.title));
  out.title = in.title;
  if (before == nullptr && row.find("value") == nullptr) row.note("value", "valueMissing");
  if (before != nullptr) {
    out.id = before->id;
    out.changes = changes_of(*lists, *before, in);
  }
  out.action = before == nullptr ? imports::Action::added : out.changes.empty() ? imports::Action::same : imports::Action::changed;
  // What stands there already is not for a file to judge.
  if (out.action != imports::Action::same) tell_faults(*lists, row, in);
  out.plan = std::make_shared<const Plan>(Plan{setters, reason, now});
  return out;
}

struct Snapshot {
  PurchaseInput input;
  bool archived = false;
  Status status{};
};
BOOST_DESCRIBE_STRUCT(Snapshot, (), (input, archived, status))

// Locked: what is compared with it stays so until the transaction ends.
std::map<Uuid, json::value> snapshots(db::Session& session, const std::vector<Uuid>& ids) {
  std::map<Uuid, json::value> out;
  for (const auto& [id, row] : locked_rows(session, ids)) out.emplace(id, json::encode(Snapshot{row, row.archived, row.status}));
  return out;
}

// The rows that are locked, in the order of their ids here.
std::vector<PurchaseRow> in_order(const std::map<Uuid, PurchaseRow>& locked, const std::vector<Uuid>& ids) {
  std::vector<PurchaseRow> out;
  for (const Uuid& id : ids) {
    const auto at = locked.find(id);
    if (at == locked.end()) throw not_found();
    out.push_back(at->second);
  }
  return out;
}

std::vector<Uuid> write_all(db::Session& session, const std::vector<const imports::Verdict*>& rows, const Knowledge& knowledge) {
  std::vector<Uuid> known;
  for (const imports::Verdict* each : rows)
    if (each->id) known.push_back(*each->id);
  const std::map<Uuid, PurchaseRow> stored = locked_rows(session, known);
  std::vector<PurchaseInput> fresh;
  std::vector<PurchaseInput> changed;
  Instant now{};
  for (const imports::Verdict* each : rows) {
    const Plan& plan = *std::static_pointer_cast<const Plan>(each->plan);
    now = plan.now;
    const auto at = each->id ? stored.find(*each->id) : stored.end();
    if (each->id && at == stored.end()) throw not_found();
    (each->id ? changed : fresh).push_back(plan.over(each->id ? &at->second : nullptr));
  }
  Lookups lookups(session, knowledge);
  change_purchases(session, in_order(stored, known), changed, lookups, now);
  const std::vector<Uuid> added = add_purchases(session, fresh, lookups, now);
  std::vector<Uuid> out;
  auto next = added.begin();
  for (const imports::Verdict* each : rows) out.push_back(each->id ? *each->id : *next++);
  return out;
}

void set_back_all(db::Session& session, const std::vector<imports::Before>& all, const Knowledge& knowledge, Instant now) {
  std::vector<Uuid> ids;
  std::vector<PurchaseInput> inputs;
  for (const imports::Before& each : all) {
    ids.push_back(each.id);
    inputs.push_back(json::restore<Snapshot>(each.record).input);
  }
  Lookups lookups(session, knowledge);
  lookups.as_it_was = true;
  change_purchases(session, in_order(locked_rows(session, ids), ids), inputs, lookups, now);
}

const db::Statement put_purchases_away{"purchase.put_purchases_away", R"sql(
UPDATE purchase.purchase
   SET archived_at = $2, reference = NULL, version = version + 1
 WHERE id = ANY ($1::uuid[])
)sql"};

// Put away, not deleted: what hangs on them stays readable. Their numbers come free for the next file.
void take_away_all(db::Session& session, const std::vector<Uuid>& ids, Instant now) { session.query(put_purchases_away, ids, now); }

}  // namespace

imports::Kind import_kind(const Knowledge& knowledge, const Messages& messages) {
  imports::Kind out;
  out.name = "purchases";
  out.permission = "purchase.edit";
  out.lone = true;
  out.columns = {{"id"},
                 {"reference"},
                 {"title", Value::text, true},
                 {"need"},
                 {"category"},
                 {"cpv", Value::code8},
                 {"nature"},
                 {"social", Value::yes_no},
                 {"value", Value::amount},
                 {"lots", Value::whole},
                 {"unit"},
                 {"budgetHolder"},
                 {"advisor"},
                 {"contractManager"},
                 {"start", Value::first_day},
                 {"publish", Value::first_day},
                 {"award", Value::last_day},
                 {"contractFrom", Value::first_day},
                 {"contractTo", Value::last_day},
                 {"procedure"},
                 {"procedureReason"},
                 {"status", Value::given_out},
                 {"applied", Value::given_out},
                 {"unless", Value::given_out},
                 {"undecided", Value::given_out}};
  out.open = [&messages](db::Session& session, const imports::Run& run) -> imports::Judge {
    const auto lists = std::make_shared<Lists>(session);
    return [lists, reason = messages.say(run.language, "purchase.imported"), now = run.now](imports::Row& row) {
      return judge(lists, row, reason, now);
    };
  };
  out.many = imports::Many{
      snapshots,
      [&knowledge](db::Session& session, const std::vector<const imports::Verdict*>& rows) { return write_all(session, rows, knowledge); },
      [&knowledge](db::Session& session, const std::vector<imports::Before>& all, Instant now) {
        set_back_all(session, all, knowledge, now);
      },
      take_away_all};
  return out;
}

void add_import_routes(http::Router& router, const PurchaseParts& parts) {
  router.upload<imports::Taken>(
      "/purchase-imports", "purchase.edit",
      {"importPurchases", "purchases", "A calendar as CSV, XLSX or ODS in one step; all rows or none, a known purchase is changed"},
      [parts, kind = import_kind(parts.knowledge, parts.messages)](const http::Request& request, db::Session& session) {
        return imports::take(request, session, kind, parts.columns, parts.messages);
      });
}

}  // namespace tenzij::purchase
