// The criteria library: what can be asked in a call, how it is verified, from which value it is proportionate. A criterion is
// known for categories and may be used for any. Tables: db/migrations/0011_criteria.sql; what Tenzij brings:
// knowledge/criteria.
//
// Instruments are those of the Aanbestedingswet 2012; levels those of the ambitieweb (1 basis, 2 significant, 3 ambitious).
#pragma once

#include "organisation/organisation.h"
#include "scan/scan.h"
#include "thread/thread.h"

namespace tenzij::criteria {

enum class Moment { tender, before_start, execution, delivery, quarterly, yearly };
BOOST_DESCRIBE_ENUM(Moment, tender, before_start, execution, delivery, quarterly, yearly)
enum class Checker { evaluation_team, contract_manager, sroi_coordinator };
BOOST_DESCRIBE_ENUM(Checker, evaluation_team, contract_manager, sroi_coordinator)
enum class VariableKind { percentage, number, term, text };
BOOST_DESCRIBE_ENUM(VariableKind, percentage, number, term, text)

// What is filled in where {name} stands; `value` is the proposal.
struct Variable {
  std::string name;
  VariableKind kind{};
  std::string value;
};
BOOST_DESCRIBE_STRUCT(Variable, (), (name, kind, value))

struct CriterionInput {
  std::string title;
  std::string text;
  std::vector<Variable> variables;
  std::vector<std::string> themes;
  std::string instrument;
  int level{};
  bool open{};  // functional: how is left to the market
  std::vector<std::string> categories;
  std::string explanation;
  std::string evidence;
  Moment moment{};
  Checker who{};
  std::optional<std::string> legal;
  std::int64_t from_cents{};
  std::optional<std::string> indicator;
  std::vector<int> sdgs;
  std::optional<std::string> source;
};
BOOST_DESCRIBE_STRUCT(CriterionInput, (),
                      (title, text, variables, themes, instrument, level, open, categories, explanation, evidence, moment, who, legal,
                       from_cents, indicator, sdgs, source))

// --- pure rules (rules.cpp) -----------------------------------------------------------------------------------

// Every wrong field of a criterion: needed words, names in {} without a variable and the other way round, a label without
// "or equivalent" (Aanbestedingswet 2012, art. 2.78a). Known codes are checked by the caller.
std::vector<FieldError> faults(const CriterionInput& in);
// A label or standard in what is asked, without "or equivalent", where the law wants it.
bool label_without_equivalent(const std::string& instrument, const std::string& text, const std::string& evidence);
// The text with its variables filled in.
std::string filled(const std::string& text, const std::vector<Variable>& variables);

// --- operations -----------------------------------------------------------------------------------------------

// What Tenzij brings: criteria, categories and what the law says per instrument, read from knowledge/criteria.
struct InstrumentLaw {
  std::string instrument;
  std::string article;
  std::string nl;
  std::string en;
};
BOOST_DESCRIBE_STRUCT(InstrumentLaw, (), (instrument, article, nl, en))
struct LibraryItem : CriterionInput {
  std::string code;
};
BOOST_DESCRIBE_STRUCT(LibraryItem, (CriterionInput), (code))
struct PurchasingCategory {
  std::string code;
  std::string name_nl;
  std::string name_en;
  std::vector<std::string> cpv;  // beginnings
};
BOOST_DESCRIBE_STRUCT(PurchasingCategory, (), (code, name_nl, name_en, cpv))
struct Library {
  explicit Library(const std::filesystem::path& folder);
  std::vector<LibraryItem> items;
  std::vector<PurchasingCategory> categories;
  std::vector<InstrumentLaw> laws;
  std::string hash;
};
// Puts the library into a municipality: new criteria come in, changed ones get a new edition, what the municipality changed
// itself stays. Cheap when nothing is new. How many criteria were added or changed.
std::int64_t add_library(db::Session& session, const Library& library, Instant now);

// What fits a purchase, best first per theme; always something for every theme, and always an open question.
struct Wish {
  std::string theme;
  int level;  // agreed, or 1
};
struct SuggestFor {
  std::vector<Wish> wishes;
  std::optional<std::string> cpv;
  std::optional<std::int64_t> value_cents;
};
struct Suggested {
  Uuid id;
  std::string theme;
  std::string title;
  std::string instrument;
  int level;
  bool open;
  std::vector<std::string> reasons;  // category, level, below_level, proportionate, general, open
  std::string text;
  std::vector<Variable> variables;  // as the library proposes them
  std::string explanation;
  std::string evidence;
  Moment moment{};
  Checker who{};
  std::optional<std::string> indicator;
};
BOOST_DESCRIBE_STRUCT(Suggested, (),
                      (id, theme, title, instrument, level, open, reasons, text, variables, explanation, evidence, moment, who, indicator))
std::vector<Suggested> suggest(db::Session& session, const SuggestFor& what);

// A criterion in use with the number of its edition; throws 404, or 409 when it is not in use.
std::pair<CriterionInput, int> newest(db::Session& session, const Uuid& id);

// How much a theme matters for a category, 0 to 3; does nothing where it was decided already.
void add_focus(db::Session& session, const std::string& category, const std::string& theme, int focus, const std::string& reason,
               Instant now);

struct CriteriaParts {
  reader::Readers& readers;
  const Library& library;
  const Messages& messages;
  std::filesystem::path pdf_tool;  // tools/typst
  const imports::Desk& columns;
};
// The library, for the engine for imports.
imports::Kind import_kind();
// What this room's records are to the thread.
thread::Kinds thread_kinds();
void add_routes(http::Router& router, const CriteriaParts& parts);

}  // namespace tenzij::criteria
