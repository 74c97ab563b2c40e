// Goals as a table: out, and in again by the engine for imports. A parent is named by its key or its title, and stands above
// what stands under it; a goal that is new has no owner.
#include <map>
#include <set>

#include "platform/base/written.h"
#include "platform/documents/table.h"
#include "policy/store.h"

namespace tenzij::policy {

namespace {

using imports::Value;

struct GoalRecord : GoalFields {
  Uuid id;
  bool archived = false;
  std::optional<std::string> unit;
};
BOOST_DESCRIBE_STRUCT(GoalRecord, (GoalFields), (id, archived, unit))

constexpr std::string_view goal_records = R"sql(
SELECT g.title, g.explanation, g.level, to_jsonb(g.themes) AS themes, to_jsonb(g.sdgs) AS sdgs, g.unit_id,
       g.owner_id, g.parent_id, g.no_parent_reason, g.indicator, g.indicator_unit, g.baseline, g.baseline_year,
       g.target, g.target_year, g.id, g.archived_at IS NOT NULL AS archived, u.name AS unit
  FROM policy.goal g
  LEFT JOIN organisation.unit u ON u.municipality_id = g.municipality_id AND u.id = g.unit_id
)sql";

std::string low(std::string_view text) { return plain_writing(text.substr(0, limits::written_bytes * 2)); }

struct Lists {
  std::map<Uuid, GoalRecord> by_id;
  std::multimap<std::string, Uuid> units;
  std::set<std::string> themes;
  std::map<std::string, std::string> titles;  // of keys in the rows above, and of titles themselves
};

std::shared_ptr<Lists> lists_of(db::Session& session) {
  auto out = std::make_shared<Lists>();
  for (const GoalRecord& each : session.rows<GoalRecord>(goal_records)) {
    out->by_id[each.id] = each;
    if (!each.archived) out->titles[low(each.title)] = each.title;
  }
  for (const auto& each : organisation::units(session)) out->units.emplace(low(each.name), each.id);
  const auto themes = session.query("SELECT code FROM reference.theme");
  for (int i = 0; i < themes.rows(); ++i) out->themes.insert(themes.get<std::string>(i, 0));
  return out;
}

void read_figures(const imports::Row& row, GoalFields& in) {
  const auto words = [&](const char* key, std::optional<std::string>& into) {
    if (const auto said = row.text(key)) into = *said;
  };
  const auto figure = [&](const char* key, std::optional<double>& into) {
    // A spreadsheet keeps fifteen digits of a figure; the rest is no change.
    if (const auto* said = row.find(key); said != nullptr && !(into && std::abs(*into - said->number) <= 1e-14 * std::abs(*into)))
      into = said->number;
  };
  const auto year = [&](const char* key, std::optional<int>& into) {
    if (const auto* said = row.find(key)) into = static_cast<int>(std::clamp(said->number, 0.0, 9999.0));
  };
  words("indicator", in.indicator);
  words("indicatorUnit", in.indicator_unit);
  figure("baseline", in.baseline);
  year("baselineYear", in.baseline_year);
  figure("target", in.target);
  year("targetYear", in.target_year);
}

void read_lists(imports::Row& row, GoalFields& in, const Lists& lists) {
  if (const auto said = row.text("themes")) {
    in.themes.clear();
    for (const auto part : text::split(*said, ','))
      if (!text::trim(part).empty()) in.themes.emplace_back(text::trim(part));
  }
  for (const std::string& each : in.themes)
    if (!lists.themes.contains(each)) {
      row.wrong("themes", "unknownTheme");
      break;
    }
  if (in.themes.empty()) row.wrong("themes", "required");
  if (const auto said = row.text("sdgs")) {
    in.sdgs.clear();
    for (const auto part : text::split(*said, ',')) {
      long long number = 0;
      if (text::trim(part).empty()) continue;
      if (!text::to_int(text::trim(part), number) || number < 1 || number > 17) {
        row.wrong("sdgs", "outOfRange", {{"least", "1"}, {"most", "17"}});
        break;
      }
      in.sdgs.push_back(static_cast<int>(number));
    }
  }
}

// A department that is not here is a neighbour's: its goals begin as goals of the municipality.
void read_unit(const imports::Row& row, GoalFields& in, const GoalRecord* before, const Lists& lists) {
  if (const auto said = row.text("level")) {
    const std::string level = low(*said);
    in.level = level == "department" || level == "afdeling" || level == "onderdeel" ? GoalLevel::department : GoalLevel::municipal;
  }
  if (const auto said = row.text("unit"); said && !(before != nullptr && before->unit && low(*before->unit) == low(*said))) {
    const auto found = lists.units.find(low(*said));
    in.unit_id = found == lists.units.end() ? std::nullopt : std::optional(found->second);
  }
  if (in.level == GoalLevel::department && !in.unit_id) in.level = GoalLevel::municipal;
}

const db::Statement goal_by_title{"policy.goal_by_title", R"sql(
SELECT id
  FROM policy.goal
 WHERE title = $1 AND archived_at IS NULL
 ORDER BY created_at DESC, id DESC
 LIMIT 1
)sql"};

imports::Verdict judge(Lists& lists, imports::Row& row, Instant now) {
  imports::Verdict out;
  const GoalRecord* before = nullptr;
  const std::string key(text::trim(row.text("id").value_or("")));
  if (const auto id = Uuid::parse(std::string_view(key)); id && lists.by_id.contains(*id)) before = &lists.by_id[*id];
  if (before != nullptr && before->archived) row.wrong("id", "recordArchived");
  GoalFields in;
  if (before != nullptr) in = *before;
  if (const auto said = row.text("title")) in.title = std::string(text::trim(*said));
  if (const auto said = row.text("explanation")) in.explanation = *said;
  std::vector<FieldError> lengths;
  json::check_lengths(in, "", lengths);
  for (const FieldError& each : lengths) row.wrong(std::string_view(each.pointer).substr(1), each.code, each.args);
  read_lists(row, in, lists);
  read_unit(row, in, before, lists);
  read_figures(row, in);
  // The parent: a goal that is here, or one of a row above; by key or by title.
  std::string parent_title;
  if (const auto* said = row.find("parent")) {
    const auto id = Uuid::parse(text::trim(said->text));
    if (id && lists.by_id.contains(*id)) in.parent_id = *id;
    else if (const auto title = lists.titles.find(low(said->text)); title != lists.titles.end()) parent_title = title->second;
    else row.wrong("parent", "unknownGoal");
  }
  if (!in.title.empty()) {
    lists.titles[low(in.title)] = in.title;
    if (!key.empty()) lists.titles[low(key)] = in.title;
  }
  out.title = in.title;
  if (before != nullptr) {
    out.id = before->id;
    out.changes = imports::changes_between(json::encode(static_cast<const GoalFields&>(*before)), json::encode(in));
    if (!parent_title.empty()) {
      const auto parent = before->parent_id ? lists.by_id.find(*before->parent_id) : lists.by_id.end();
      if (parent == lists.by_id.end() || parent->second.title != parent_title) out.changes.push_back({"parent", "", parent_title});
      else parent_title.clear();
    }
  }
  out.action = before == nullptr ? imports::Action::added : out.changes.empty() ? imports::Action::same : imports::Action::changed;
  out.write = [in, parent_title, record = out.id, now](db::Session& session) {
    GoalInput made;
    static_cast<GoalFields&>(made) = in;
    if (!parent_title.empty()) made.parent_id = session.scalar<Uuid>(goal_by_title, parent_title);
    if (!record) return add_goal(session, made, now);
    rewrite_goal(session, *record, made, now);
    return *record;
  };
  return out;
}

struct Snapshot {
  GoalFields fields;
  bool archived = false;
};
BOOST_DESCRIBE_STRUCT(Snapshot, (), (fields, archived))

enum class TableFormat { csv, xlsx };
BOOST_DESCRIBE_ENUM(TableFormat, csv, xlsx)
struct TableQuery {
  std::optional<TableFormat> format;
};
BOOST_DESCRIBE_STRUCT(TableQuery, (), (format))

http::Response give(const http::Request& request, db::Session& session, const TableQuery& query, const imports::Desk& names) {
  const auto joined = [](const auto& list, const auto& text) {
    std::string out;
    for (const auto& each : list) out += (out.empty() ? "" : ",") + text(each);
    return out;
  };
  const auto number = [](const std::optional<double>& value) { return value ? documents::Cell(*value) : documents::Cell(); };
  const auto year = [](const std::optional<int>& value) {
    return value ? documents::Cell(static_cast<long long>(*value)) : documents::Cell();
  };
  std::map<Uuid, GoalRecord> all;
  for (const GoalRecord& each : session.rows<GoalRecord>(goal_records))
    if (!each.archived) all[each.id] = each;
  // Parents before what stands under them.
  std::map<Uuid, int> depth;
  const auto depth_of = [&](const GoalRecord& goal) {
    int out = 0;
    for (const GoalRecord* at = &goal; at->parent_id && all.contains(*at->parent_id) && out < 100; at = &all[*at->parent_id]) ++out;
    return out;
  };
  std::vector<const GoalRecord*> rows;
  for (const auto& [id, each] : all) {
    depth[id] = depth_of(each);
    rows.push_back(&each);
  }
  std::sort(rows.begin(), rows.end(), [&](const GoalRecord* a, const GoalRecord* b) {
    return std::tuple(depth[a->id], a->title, a->id) < std::tuple(depth[b->id], b->title, b->id);
  });
  documents::Table table{"goals", {}, {}};
  for (const char* key : {"id", "parent", "title", "explanation", "level", "unit", "themes", "sdgs", "indicator", "indicatorUnit",
                          "baseline", "baselineYear", "target", "targetYear"})
    table.head.push_back(names.heading("goals", key, request.language));
  for (const GoalRecord* goal : rows)
    table.rows.push_back({goal->id.str(), goal->parent_id && all.contains(*goal->parent_id) ? goal->parent_id->str() : std::string(),
                          goal->title, goal->explanation, std::string(boost::describe::enum_to_string(goal->level, "")),
                          goal->unit.value_or(""), joined(goal->themes, [](const std::string& each) { return each; }),
                          joined(goal->sdgs, [](int each) { return std::to_string(each); }), goal->indicator.value_or(""),
                          goal->indicator_unit.value_or(""), number(goal->baseline), year(goal->baseline_year), number(goal->target),
                          year(goal->target_year)});
  if (query.format == TableFormat::xlsx) return http::file(documents::xlsx_type, "doelen.xlsx", documents::to_xlsx(table));
  return http::file(documents::csv_type, "doelen.csv", documents::to_csv(table));
}

}  // namespace

const db::Statement goal_record_by_id{"policy.goal_record_by_id", {goal_records, R"sql(
 WHERE g.id = $1
)sql"}};

imports::Kind goals_import() {
  imports::Kind out;
  out.name = "goals";
  out.permission = "policy.edit";
  out.columns = {{"id"},
                 {"parent"},
                 {"title", Value::text, true},
                 {"explanation"},
                 {"level"},
                 {"unit"},
                 {"themes"},
                 {"sdgs"},
                 {"indicator"},
                 {"indicatorUnit"},
                 {"baseline", Value::decimal},
                 {"baselineYear", Value::whole},
                 {"target", Value::decimal},
                 {"targetYear", Value::whole}};
  out.open = [](db::Session& session, const imports::Run& run) -> imports::Judge {
    return [lists = lists_of(session), now = run.now](imports::Row& row) { return judge(*lists, row, now); };
  };
  out.snapshot = [](db::Session& session, const Uuid& id) -> std::optional<json::value> {
    const auto found = session.find<GoalRecord>(goal_record_by_id, id);
    return found ? std::optional(json::encode(Snapshot{*found, found->archived})) : std::nullopt;
  };
  out.set_back = [](db::Session& session, const Uuid& id, const json::value& before, Instant now) {
    rewrite_goal(session, id, json::restore<Snapshot>(before).fields, now);
  };
  // What others derived from it meanwhile stays readable: it goes to the archive.
  out.take_away = [](db::Session& session, const Uuid& id, Instant now) {
    session.query("UPDATE policy.goal SET archived_at = $2, version = version + 1 WHERE id = $1", id, now);
  };
  return out;
}

void add_goal_table_routes(http::Router& router, const imports::Desk& columns) {
  router.export_table<TableQuery>("/policy-structure/goals", "policy.read",
                                  {"exportGoals", "policy", "The goals as CSV or XLSX; they can be imported again"}, "text/csv",
                                  [&columns](const http::Request& request, db::Session& session, const TableQuery& query) {
                                    return give(request, session, query, columns);
                                  });
}

}  // namespace tenzij::policy
