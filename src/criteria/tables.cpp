// The library as a table: out, and in again by the engine for imports.
#include <map>
#include <set>

#include "criteria/store.h"
#include "platform/base/written.h"
#include "platform/documents/table.h"

namespace tenzij::criteria {

namespace {

using imports::Value;

std::string joined(const std::vector<std::string>& all) {
  std::string out;
  for (const auto& each : all) out += (out.empty() ? "" : ", ") + each;
  return out;
}

std::vector<std::string> list_of(std::string_view cell) {
  std::vector<std::string> out;
  for (const auto part : text::split(cell, ','))
    if (!text::trim(part).empty()) out.emplace_back(text::trim(part));
  return out;
}

// "percentage:percentage=40; plekken:number=10"
std::string variables_text(const std::vector<Variable>& all) {
  std::string out;
  for (const Variable& each : all)
    out += (out.empty() ? "" : "; ") + each.name + ":" + boost::describe::enum_to_string(each.kind, "") + "=" + each.value;
  return out;
}

std::vector<Variable> variables_of(std::string_view cell) {
  std::vector<Variable> out;
  for (const auto part : text::split(cell, ';')) {
    const std::string each(text::trim(part));
    const std::size_t colon = each.find(':');
    const std::size_t equals = each.find('=', colon == std::string::npos ? 0 : colon);
    if (colon == std::string::npos || equals == std::string::npos) continue;
    Variable& variable = out.emplace_back(Variable{each.substr(0, colon), VariableKind::text, each.substr(equals + 1)});
    boost::describe::enum_from_string(each.substr(colon + 1, equals - colon - 1).c_str(), variable.kind);
  }
  return out;
}

struct Known : CriterionInput {
  Uuid id;
  std::string status;
};
BOOST_DESCRIBE_STRUCT(Known, (CriterionInput), (id, status))

struct Lists {
  std::vector<Known> all;
  std::map<Uuid, std::size_t> by_id;
  std::map<std::string, std::size_t> by_words;  // title and text, of those in use
  std::set<std::string> themes;
  std::set<std::string> categories;
  std::set<std::string> instruments;
};

std::set<std::string> codes(db::Session& session, std::string_view statement) {
  std::set<std::string> out;
  const auto rows = session.query(statement);
  for (int i = 0; i < rows.rows(); ++i) out.insert(rows.get<std::string>(i, 0));
  return out;
}

std::string plain_lines(std::string text) {
  for (std::size_t at = text.find("\r\n"); at != std::string::npos; at = text.find("\r\n", at)) text.erase(at, 1);
  return text;
}

const db::Statement all_criteria{"criteria.all_criteria", criterion_columns};

std::shared_ptr<Lists> lists_of(db::Session& session) {
  auto out = std::make_shared<Lists>();
  for (const Criterion& each : session.rows<Criterion>(all_criteria)) {
    Known known;
    static_cast<CriterionInput&>(known) = each;
    known.id = each.id;
    known.status = each.status;
    out->by_id[each.id] = out->all.size();
    if (each.status == "in_use") out->by_words.emplace(each.title + "\n" + plain_lines(each.text), out->all.size());
    out->all.push_back(std::move(known));
  }
  out->themes = codes(session, "SELECT code FROM reference.theme");
  out->categories = codes(session, "SELECT code FROM criteria.category");
  out->instruments = codes(session, "SELECT code FROM reference.code WHERE list = 'instrument'");
  return out;
}

template <class Enum>
void enum_into(imports::Row& row, const char* key, Enum& into) {
  const auto said = row.text(key);
  if (said && !boost::describe::enum_from_string(std::string(text::trim(*said)).c_str(), into)) row.wrong(key, "notInList");
}

void read_words(const imports::Row& row, CriterionInput& in) {
  const auto into = [&](const char* key, std::string& member) {
    if (const auto said = row.text(key)) member = *said;
  };
  const auto maybe = [&](const char* key, std::optional<std::string>& member) {
    if (const auto said = row.text(key)) member = *said;
  };
  into("title", in.title);
  into("text", in.text);
  into("explanation", in.explanation);
  into("evidence", in.evidence);
  into("instrument", in.instrument);
  maybe("indicator", in.indicator);
  maybe("legal", in.legal);
  maybe("source", in.source);
}

CriterionInput read(imports::Row& row, const Known* before, const Lists& lists) {
  CriterionInput in;
  if (before != nullptr) in = *before;
  read_words(row, in);
  // As it stands there already: a value may hold the marks that keep variables apart.
  if (const auto said = row.text("variables"); said && *said != variables_text(in.variables)) in.variables = variables_of(*said);
  const auto list = [&](const char* key, std::vector<std::string>& member, const std::set<std::string>& known, const char* problem) {
    if (const auto said = row.text(key)) member = list_of(*said);
    for (const std::string& each : member)
      if (!known.contains(each)) return row.wrong(key, problem);
  };
  list("themes", in.themes, lists.themes, "unknownTheme");
  list("categories", in.categories, lists.categories, "notInList");
  if (!lists.instruments.contains(in.instrument)) row.wrong("instrument", "notInList");
  if (const auto said = row.text("sdgs")) {
    in.sdgs.clear();
    for (const std::string& each : list_of(*said)) {
      long long number = 0;
      if (!text::to_int(each, number) || number < 1 || number > 17) {
        row.wrong("sdgs", "outOfRange", {{"least", "1"}, {"most", "17"}});
        break;
      }
      in.sdgs.push_back(static_cast<int>(number));
    }
  }
  if (const auto* said = row.find("level")) in.level = static_cast<int>(std::clamp(said->number, 0.0, 9.0));
  if (const auto* said = row.find("open")) in.open = said->yes;
  if (const auto* said = row.find("fromEuro")) in.from_cents = said->cents;
  enum_into(row, "moment", in.moment);
  enum_into(row, "who", in.who);
  return in;
}

imports::Verdict judge(const Lists& lists, imports::Row& row, Instant now) {
  imports::Verdict out;
  const Known* before = nullptr;
  const auto id = Uuid::parse(text::trim(row.text("id").value_or("")));
  if (id && lists.by_id.contains(*id)) before = &lists.all[lists.by_id.at(*id)];
  if (before == nullptr)
    if (const auto found = lists.by_words.find(row.text("title").value_or("") + "\n" + plain_lines(row.text("text").value_or("")));
        found != lists.by_words.end())
      before = &lists.all[found->second];
  if (before != nullptr && before->status != "in_use") row.wrong("id", "recordArchived");
  const CriterionInput in = read(row, before, lists);
  static const std::map<std::string, std::string, std::less<>> columns{
      {"/title", "title"},   {"/text", "text"},   {"/explanation", "explanation"}, {"/evidence", "evidence"},
      {"/themes", "themes"}, {"/level", "level"}, {"/fromCents", "fromEuro"}};
  out.title = in.title;
  if (before != nullptr) {
    out.id = before->id;
    out.changes = imports::changes_between(json::encode(static_cast<const CriterionInput&>(*before)), json::encode(in));
  }
  out.action = before == nullptr ? imports::Action::added : out.changes.empty() ? imports::Action::same : imports::Action::changed;
  if (out.action != imports::Action::same)
    for (const FieldError& each : faults(in)) {
      const auto column = columns.find(each.pointer);
      row.wrong(column == columns.end() ? std::string() : column->second, each.code, each.args);
    }
  out.write = [in, record = out.id, now](db::Session& session) {
    check(session, in);
    if (!record) return insert(session, in, "in_use", {}, {}, now);
    rewrite(session, *record, in, {}, now);
    return *record;
  };
  return out;
}

struct Snapshot {
  CriterionInput input;
  std::string status;
};
BOOST_DESCRIBE_STRUCT(Snapshot, (), (input, status))

}  // namespace

documents::Table table_of(const std::vector<Criterion>& all, const imports::Desk& names, const std::string& language,
                          const Messages& messages) {
  documents::Table table{"Criteria", {}, {}};
  for (const char* key :
       {"id",       "title",  "text", "variables", "themes",    "instrument", "level",  "open", "categories", "explanation",
        "evidence", "moment", "who",  "fromEuro",  "indicator", "legal",      "source", "sdgs", "used",       "dropped"})
    table.head.push_back(names.heading("criteria", key, language));
  for (const Criterion& each : all) {
    std::string sdgs;
    for (const int sdg : each.sdgs) sdgs += (sdgs.empty() ? "" : ", ") + std::to_string(sdg);
    table.rows.push_back({each.id.str(),
                          each.title,
                          each.text,
                          variables_text(each.variables),
                          joined(each.themes),
                          each.instrument,
                          static_cast<long long>(each.level),
                          messages.say(language, each.open ? "yes" : "no"),
                          joined(each.categories),
                          each.explanation,
                          each.evidence,
                          std::string(boost::describe::enum_to_string(each.moment, "")),
                          std::string(boost::describe::enum_to_string(each.who, "")),
                          documents::Cents{each.from_cents},
                          each.indicator.value_or(""),
                          each.legal.value_or(""),
                          each.source.value_or(""),
                          sdgs,
                          static_cast<long long>(each.used),
                          static_cast<long long>(each.dropped)});
  }
  return table;
}

const db::Statement criterion_to_replace{"criteria.criterion_to_replace", {criterion_columns, R"sql(
 WHERE c.id = $1
)sql"}};

const db::Statement undo_new_criterion{"criteria.undo_new_criterion", R"sql(
UPDATE criteria.criterion
   SET status = 'rejected', changed_at = $2, version = version + 1
 WHERE id = $1
)sql"};

imports::Kind import_kind() {
  imports::Kind out;
  out.name = "criteria";
  out.permission = "criteria.keep";
  out.columns = {{"id"},
                 {"title", Value::text, true},
                 {"text"},
                 {"variables"},
                 {"themes"},
                 {"instrument"},
                 {"level", Value::whole},
                 {"open", Value::yes_no},
                 {"categories"},
                 {"explanation"},
                 {"evidence"},
                 {"moment"},
                 {"who"},
                 {"fromEuro", Value::amount},
                 {"indicator"},
                 {"legal"},
                 {"source"},
                 {"sdgs"},
                 {"used", Value::given_out},
                 {"dropped", Value::given_out}};
  out.open = [](db::Session& session, const imports::Run& run) -> imports::Judge {
    return [lists = lists_of(session), now = run.now](imports::Row& row) { return judge(*lists, row, now); };
  };
  out.snapshot = [](db::Session& session, const Uuid& id) -> std::optional<json::value> {
    const auto found = session.find<Criterion>(criterion_to_replace, id);
    return found ? std::optional(json::encode(Snapshot{*found, found->status})) : std::nullopt;
  };
  out.set_back = [](db::Session& session, const Uuid& id, const json::value& before, Instant now) {
    rewrite(session, id, json::restore<Snapshot>(before).input, {}, now);
  };
  // Editions of a criterion stay readable; it is out of the library.
  out.take_away = [](db::Session& session, const Uuid& id, Instant now) { session.query(undo_new_criterion, id, now); };
  return out;
}

}  // namespace tenzij::criteria
