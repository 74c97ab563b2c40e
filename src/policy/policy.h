// Policy and the red thread: documents with their editions and clauses, goals, Manifest steps, who was consulted, and
// what hangs on what. Terms: ../../docs/architecture.md; the tables: db/migrations/0007_policy.sql.
//
// A clause keeps its identity from edition to edition; a passage is its words in one edition. Percentages and other
// figures of goals are plain numbers in the unit the goal names.
#pragma once

#include "organisation/organisation.h"
#include "platform/documents/foreign.h"
#include "platform/jobs/jobs.h"
#include "scan/scan.h"
#include "thread/thread.h"

namespace tenzij::policy {

enum class DocumentKind {
  coalition_agreement,
  national_plan,
  manifest,
  mvoi_policy,
  purchasing_policy,
  sroi_policy,
  department_policy,
  implementation_rules,
  other
};
BOOST_DESCRIBE_ENUM(DocumentKind, coalition_agreement, national_plan, manifest, mvoi_policy, purchasing_policy, sroi_policy,
                    department_policy, implementation_rules, other)
enum class Level { national, municipal, department, implementation };
BOOST_DESCRIBE_ENUM(Level, national, municipal, department, implementation)
enum class Status { draft, consulted, adopted_college, adopted_council, expired };
BOOST_DESCRIBE_ENUM(Status, draft, consulted, adopted_college, adopted_council, expired)
enum class Mark { none, ambition, vision, mission, dismissed };
BOOST_DESCRIBE_ENUM(Mark, none, ambition, vision, mission, dismissed)

struct DocumentInput {
  std::string title;
  DocumentKind kind{};
  Level level{};
  std::optional<Uuid> unit_id;
  std::optional<Date> valid_from;
  std::optional<Date> valid_to;
  Status status{};
  std::optional<Date> adopted_on;
  std::optional<std::string> adopted_despite;  // why it is adopted although groups were not involved
};
BOOST_DESCRIBE_STRUCT(DocumentInput, (), (title, kind, level, unit_id, valid_from, valid_to, status, adopted_on, adopted_despite))

struct Document : DocumentInput {
  Uuid id;
  bool built_in = false;
  bool archived = false;
  std::int64_t version = 0;
  std::int64_t clauses = 0;      // of the current edition
  std::int64_t ambitions = 0;    // clauses marked as ambition
  std::int64_t suggestions = 0;  // clauses that look like an ambition and that nobody judged yet
  std::int64_t goals = 0;        // derived from it
};
BOOST_DESCRIBE_STRUCT(Document, (DocumentInput), (id, built_in, archived, version, clauses, ambitions, suggestions, goals))

// A passage as it goes into an edition.
struct Passage {
  Uuid clause_id;
  documents::BlockKind kind = documents::BlockKind::paragraph;
  std::string number;
  int depth = 0;
  std::vector<std::string> heading;  // titles above it, outermost first
  std::string text;
  int page = 0;
  std::optional<documents::Box> box;
  std::vector<std::string> suggested_themes;
  bool suggests_ambition = false;
  std::string change = "same";  // same, changed, added: against the edition before
};

// --- pure rules (clauses.cpp) ------------------------------------------------------------------------------

// Numbers every block and gives it the headings it stands under; what nobody sees in the document is no passage.
std::vector<Passage> passages_of(const documents::DocumentText& document);
// What the scan suggests about each passage. Gives how many were not read: their language is not covered.
std::size_t suggest(std::vector<Passage>& passages, const scan::Engine& engine);

struct OldPassage {
  Uuid clause_id;
  std::string number;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(OldPassage, (), (clause_id, number, text))
// Gives passages of a new edition the identity of the clause they continue; the others get a new one.
void match(const std::vector<OldPassage>& before, std::vector<Passage>& after);

// --- operations ------------------------------------------------------------------------------------------

// Stores an edition: the first is current at once, a later one is proposed until somebody accepts it.
struct NewEdition {
  Uuid document_id;
  std::string file_name;
  std::string content;
};
struct EditionStored {
  Uuid id;
  std::int64_t clauses = 0;
  std::int64_t suggestions = 0;
  std::int64_t pages = 0;
  bool proposed = false;
  std::int64_t unread = 0;  // passages in a language that the scan does not know
};
EditionStored store_edition(db::Session& session, const NewEdition& edition, const documents::DocumentText& text,
                            const scan::Engine& engine, Instant now);

inline constexpr const char* import_job = "policy.import";
jobs::Work import_work(reader::Readers& readers, const scan::Engine& engine, const Messages& messages, Clock clock);

Uuid add_document(db::Session& session, const DocumentInput& in, Instant now);

struct GoalYear {
  int year{};
  double value{};
};
BOOST_DESCRIBE_STRUCT(GoalYear, (), (year, value))
struct GoalSource {
  Uuid clause_id;
  std::string quote;
};
BOOST_DESCRIBE_STRUCT(GoalSource, (), (clause_id, quote))

enum class GoalLevel { municipal, department };
BOOST_DESCRIBE_ENUM(GoalLevel, municipal, department)

struct GoalFields {
  std::string title;
  std::string explanation;
  GoalLevel level{};
  std::vector<std::string> themes;
  std::vector<int> sdgs;
  std::optional<Uuid> unit_id;
  std::optional<Uuid> owner_id;
  std::optional<Uuid> parent_id;
  std::optional<std::string> no_parent_reason;
  std::optional<std::string> indicator;
  std::optional<std::string> indicator_unit;
  std::optional<double> baseline;
  std::optional<int> baseline_year;
  std::optional<double> target;
  std::optional<int> target_year;
};
BOOST_DESCRIBE_STRUCT(GoalFields, (),
                      (title, explanation, level, themes, sdgs, unit_id, owner_id, parent_id, no_parent_reason, indicator, indicator_unit,
                       baseline, baseline_year, target, target_year))

struct GoalInput : GoalFields {
  std::vector<GoalYear> path;       // what should be reached in the years between
  std::vector<GoalSource> sources;  // clauses it was derived from
};
BOOST_DESCRIBE_STRUCT(GoalInput, (GoalFields), (path, sources))

// A goal as other records name it.
struct LinkedGoal {
  Uuid id;
  std::string title;
};
BOOST_DESCRIBE_STRUCT(LinkedGoal, (), (id, title))

Uuid add_goal(db::Session& session, const GoalInput& in, Instant now);

// What Tenzij brings itself (the themes of the Nationaal Plan MVI, the steps of the Manifest MVOI), for a municipality
// that lacks it. Cheap when there is nothing to do.
void add_built_in(db::Session& session, const std::filesystem::path& folder, reader::Readers& readers, const scan::Engine& engine,
                  Instant now);

// Documents, passages and goals, as the thread knows them.
thread::Kinds thread_kinds();
// Goals, for the engine for imports.
imports::Kind goals_import();
void add_routes(http::Router& router, jobs::Runner& runner, reader::Readers& readers, const scan::Engine& engine, const Messages& messages,
                const imports::Desk& columns);

}  // namespace tenzij::policy
