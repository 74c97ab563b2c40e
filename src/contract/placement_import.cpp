// Placements as a table. A supplier's file names people: only the columns that a placement has are read, and a reference that may be a
// BSN is made unreadable before anything is put aside.
#include "contract/store.h"
#include "platform/base/written.h"

namespace tenzij::contract {

namespace {

constexpr const char* not_to_be_kept = "*********";

// Two small letters after a capital, and no figure: "Jansen", "J. de Vries". Numbers of suppliers have figures or capitals.
bool may_be_name(std::string_view text) {
  bool capital = false;
  std::size_t small = 0;
  for (const char each : text) {
    if (each >= '0' && each <= '9') return false;
    const bool is_small = (each >= 'a' && each <= 'z') || static_cast<unsigned char>(each) >= 0x80;
    if (each >= 'A' && each <= 'Z') {
      capital = true;
      small = 0;
    } else if (is_small && capital) {
      if (++small == 2) return true;
    } else {
      capital = false;
    }
  }
  return false;
}

std::string column_of(std::string_view pointer) {
  const std::string_view field = pointer.substr(0, pointer.find('/', 1));
  if (field == "/hoursPerWeek") return "hours";
  if (field == "/fromOn" || field == "/from") return "from";
  if (field == "/toOn" || field == "/to") return "to";
  for (const char* each : {"block", "bonuses", "reference"})
    if (field == "/" + std::string(each)) return each;
  return "";
}

// The code of what a file calls by its code or by its name; as it was written when the table has neither.
std::string code_in(const std::vector<BlockAmount>& all, const std::string& written) {
  const std::string plain = plain_writing(written);
  for (const BlockAmount& each : all)
    if (plain_writing(each.code) == plain || plain_writing(each.name) == plain) return each.code;
  return written;
}

std::string line_key(const PlacementInput& in, bool with_end) {
  std::vector<std::string> bonuses = in.bonuses;
  std::sort(bonuses.begin(), bonuses.end());
  std::string out = in.block + "\n" + std::to_string(in.hours_per_week) + "\n" + in.from_on.str() + "\n" + in.reference.value_or("") + "\n";
  for (const std::string& each : bonuses) out += each + ",";
  return with_end ? out + "\n" + (in.to_on ? in.to_on->str() : "") : out;
}

const db::Statement contract_by_reference{"contract.contract_by_reference", R"sql(
SELECT id
  FROM contract.contract
 WHERE (lower(reference) = lower($1) OR id::text = $1)
   AND archived_at IS NULL
 ORDER BY id::text = $1 DESC
 LIMIT 1
)sql"};

const db::Statement references_in_use{"contract.references_in_use", R"sql(
SELECT DISTINCT reference
  FROM contract.placement
 WHERE reference IS NOT NULL
   AND state <> 'rejected'
)sql"};

const db::Statement end_imported_placement{"contract.end_imported_placement", R"sql(
UPDATE contract.placement
   SET to_on = $2, version = version + 1
 WHERE id = $1
)sql"};

const db::Statement placement_snapshot{"contract.placement_snapshot", R"sql(
SELECT jsonb_build_object('state', p.state, 'toOn', p.to_on,
                          'evidence', (SELECT count(*) FROM contract.evidence e
                                        WHERE e.municipality_id = p.municipality_id AND e.placement_id = p.id))
  FROM contract.placement p
 WHERE p.id = $1
)sql"};

// What all rows of a file need, looked up once.
class PlacementJudge {
 public:
  PlacementJudge(db::Session& session, Instant now, std::optional<std::string> reporter)
      : session_(session), now_(now), reporter_(std::move(reporter)), tables_(block_tables(session)) {
    const auto used = session.query(references_in_use);
    for (int i = 0; i < used.rows(); ++i) used_.insert(std::string(used.text(i, 0)));
  }

  imports::Verdict look(imports::Row& row) {
    imports::Verdict out;
    out.title = row.text("contract").value_or("");
    ask_about_reference(row);
    Known* known = contract_of(row);
    if (known == nullptr || !row.right()) return out;
    try {
      judge(row, *known, out);
    } catch (const Error& fault) {
      if (fault.fields().empty()) row.wrong("contract", fault.code(), fault.args());
      for (const FieldError& each : fault.fields()) row.wrong(column_of(each.pointer), each.code, each.args);
    }
    return out;
  }

 private:
  struct Known {
    ContractRow contract;
    TableBy by{};
    std::multimap<std::string, Uuid> same{};  // lines that are there, by all they say
    std::multimap<std::string, Uuid> open{};  // those without an end, by the rest
  };
  db::Session& session_;
  Instant now_;
  std::optional<std::string> reporter_;
  std::vector<BlockTable> tables_;
  std::set<std::string, std::less<>> used_;
  std::map<std::string, std::optional<Known>, std::less<>> known_{};
  std::map<std::string, std::vector<PlacementInput>, std::less<>> in_file_{};  // by supplier and reference

  static void ask_about_reference(imports::Row& row) {
    const imports::Row::Said* said = row.find("reference");
    if (said == nullptr) return;
    if (said->text == not_to_be_kept) row.wrong("reference", "mayBeBsn");
    else if (!said->answered && may_be_name(said->text)) row.ask("reference", "referenceLikeName", {said->text});
  }

  Known* contract_of(imports::Row& row) {
    const auto written = row.text("contract");
    if (!written) return nullptr;
    const auto [at, fresh] = known_.try_emplace(*written);
    if (fresh) look_up(*written, at->second);
    if (!at->second) row.wrong("contract", "unknownContract");
    else if (at->second->contract.state == ContractState::settled) row.wrong("contract", "contractSettled");
    else if (!at->second->contract.rule_id) row.wrong("contract", "noRuleYet");
    else return &*at->second;
    return nullptr;
  }

  void look_up(const std::string& reference, std::optional<Known>& into) {
    const auto id = session_.scalar<Uuid>(contract_by_reference, reference);
    if (!id) return;
    into = Known{contract_row(session_, *id)};
    if (into->contract.rule_id) into->by = table_by_of(session_, into->contract);
    for (const Placement& each : placements_of(session_, *id)) {
      if (each.state == EffortState::rejected) continue;
      into->same.emplace(line_key(each, true), each.id);
      if (!each.to_on && each.reference) into->open.emplace(line_key(each, false), each.id);
    }
  }

  PlacementInput read(const imports::Row& row, const Known& known) const {
    PlacementInput in;
    in.hours_per_week = row.find("hours")->number;
    in.from_on = row.find("from")->day;
    if (const auto* to = row.find("to")) in.to_on = to->day;
    in.reference = tidy_text(row.text("reference"));
    const BlockTable& table = table_for(tables_, known.contract, known.by, in.from_on, "/fromOn");
    in.block = code_in(table.blocks, row.text("block").value_or(""));
    std::string bonuses = row.text("bonuses").value_or("");
    std::replace(bonuses.begin(), bonuses.end(), ',', ';');
    for (const std::string_view each : text::split(bonuses, ';'))
      if (const std::string bonus(text::trim(each)); !bonus.empty()) in.bonuses.push_back(code_in(table.bonuses, bonus));
    return in;
  }

  void judge(imports::Row& row, Known& known, imports::Verdict& out) {
    const PlacementInput in = read(row, known);
    out.title = known.contract.reference.value_or(known.contract.title) + " · " + in.block + " · " + in.from_on.str();
    if (take(known.same, line_key(in, true), out)) {
      out.action = imports::Action::same;
      return;
    }
    const BlockTable& table = require_placement(tables_, known.contract, known.by, in);
    if (in.to_on && in.reference && take(known.open, line_key(in, false), out)) {
      out.action = imports::Action::changed;
      out.changes = {{"to", "", in.to_on->str()}};
      out.write = [id = *out.id, to = *in.to_on](db::Session& session) {
        session.query(end_imported_placement, id, to);
        return id;
      };
      return;
    }
    if (in.reference && used_.contains(*in.reference)) refuse_above_norm(session_, known.contract, in, table.norm_hours);
    within_norm(known, in, table.norm_hours);
    out.write = [contract = known.contract.id, in, now = now_, reporter = reporter_](db::Session& session) {
      return add_placement(session, contract, in, now, reporter);
    };
  }

  // A line stands for one of a file: two that are the same are two people.
  static bool take(std::multimap<std::string, Uuid>& from, const std::string& key, imports::Verdict& out) {
    const auto found = from.find(key);
    if (found == from.end()) return false;
    out.id = found->second;
    from.erase(found);
    return true;
  }

  // The same as for lines that are there, among the rows of this file.
  void within_norm(const Known& known, const PlacementInput& in, double norm) {
    if (!in.reference) return;
    const Uuid whose = known.contract.party_id.value_or(known.contract.id);
    std::vector<PlacementInput>& before = in_file_[whose.str() + *in.reference];
    before.push_back(in);
    for (const PlacementInput& begin : before) {
      double sum = 0;
      for (const PlacementInput& each : before)
        if (each.from_on <= begin.from_on && (!each.to_on || begin.from_on <= *each.to_on)) sum += each.hours_per_week;
      if (sum <= norm) continue;
      before.pop_back();
      throw bad_field("/reference", "referenceAboveNorm", {{"contract", known.contract.reference.value_or(known.contract.title)}});
    }
  }
};

}  // namespace

imports::Judge placement_judge(db::Session& session, Instant now, const std::optional<std::string>& reporter) {
  return [judge = std::make_shared<PlacementJudge>(session, now, reporter)](imports::Row& row) { return judge->look(row); };
}

imports::Kind placements_import() {
  imports::Kind out;
  out.name = "placements";
  out.permission = "contract.edit";
  using imports::Value;
  out.columns = {{"contract", Value::text, true},  {"block", Value::text, true},   {"hours", Value::decimal, true},
                 {"from", Value::first_day, true}, {"to", Value::last_day, false}, {"bonuses", Value::text, false},
                 {"reference", Value::text, false}};
  out.kept = [](std::string_view key, const std::string& text) -> std::string {
    const bool words = key == "reference" || key == "block" || key == "bonuses";
    return words && may_be_bsn(text) ? not_to_be_kept : text;
  };
  out.open = [](db::Session& session, const imports::Run& run) -> imports::Judge { return placement_judge(session, run.now); };
  out.snapshot = [](db::Session& session, const Uuid& id) { return session.scalar<json::value>(placement_snapshot, id); };
  out.set_back = [](db::Session& session, const Uuid& id, const json::value& before, Instant) {
    const auto* to = before.as_object().if_contains("toOn");
    std::optional<Date> day;
    if (to != nullptr && to->is_string()) day = Date::parse(std::string_view(to->get_string()));
    session.query(end_imported_placement, id, day);
  };
  out.take_away = [](db::Session& session, const Uuid& id, Instant) {
    if (session.query("DELETE FROM contract.placement WHERE id = $1 AND state = 'reported'", id).affected() == 0)
      throw conflict("momentState");
  };
  return out;
}

void add_placement_imports(http::Router& router, const imports::Desk& names, const Messages& messages) {
  router.upload<imports::Taken>(
      "/placement-imports", "contract.edit",
      {"importPlacements", "social return", "Placements as a table, in one step; columns with names are not read"},
      [kind = placements_import(), &names, &messages](const http::Request& request, db::Session& session) {
        return imports::take(request, session, kind, names, messages);
      });
}

}  // namespace tenzij::contract
