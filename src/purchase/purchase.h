// Purchases of every size: what is bought and who decides, "impact, unless" per theme, the requirements that come of it, and
// the tasks on the way. Tables: db/migrations/0013_purchase.sql; rules, tasks and texts that Tenzij brings: knowledge/purchase.
//
// Money is in euro cents without VAT over the whole term with options, weights and percentages in basis points. Themes,
// instruments and levels are those of reference and criteria. Only the budget holder of a purchase decides an unless, within
// the mandate that organisation keeps.
#pragma once

#include <array>

#include "ambition/ambition.h"
#include "criteria/criteria.h"
#include "notices/notices.h"
#include "platform/base/messages.h"
#include "platform/base/money.h"
#include "platform/imports/imports.h"
#include "policy/policy.h"
#include "purchase/goal_match.h"
#include "reference/reference.h"

namespace tenzij::purchase {

enum class Status { planned, preparation, consultation, published, awarded, running, ended, stopped };
BOOST_DESCRIBE_ENUM(Status, planned, preparation, consultation, published, awarded, running, ended, stopped)
enum class Nature { works, supplies, services };
BOOST_DESCRIBE_ENUM(Nature, works, supplies, services)
enum class ThemeState { open, proposed, applied, unless };
BOOST_DESCRIBE_ENUM(ThemeState, open, proposed, applied, unless)

// Price and other award criteria that are no requirement here: with the weighted requirements they make 100 %.
struct OtherAward {
  std::string name;
  int weight_bp{};
};
BOOST_DESCRIBE_STRUCT(OtherAward, (), (name, weight_bp))

struct PurchaseInput {
  std::optional<std::string> reference;
  std::string title;
  std::string need;
  std::optional<std::string> category;  // none: from the CPV
  std::optional<std::string> cpv;       // 2 to 8 digits
  Nature nature{};
  bool social = false;  // social and other specific services
  std::int64_t value_cents{};
  int lots{};
  std::optional<Uuid> unit_id;
  std::optional<Uuid> budget_holder_id;
  std::optional<Uuid> advisor_id;
  std::optional<Uuid> contract_manager_id;
  std::optional<std::string> procedure;  // none: as advised
  std::optional<std::string> procedure_reason;
  std::optional<Date> start_on;
  std::optional<Date> publish_on;
  std::optional<Date> award_on;
  std::optional<Date> contract_from;
  std::optional<Date> contract_to;
  std::optional<int> market_parties;
  std::string market_note;
  std::vector<OtherAward> other_award;
};
BOOST_DESCRIBE_STRUCT(PurchaseInput, (),
                      (reference, title, need, category, cpv, nature, social, value_cents, lots, unit_id, budget_holder_id, advisor_id,
                       contract_manager_id, procedure, procedure_reason, start_on, publish_on, award_on, contract_from, contract_to,
                       market_parties, market_note, other_award))

// --- what is known (knowledge.cpp) ------------------------------------------------------------------------------

// From which value which procedure. Level: european, national or municipal; nature: works, supplies, services or social.
struct ProcedureRule {
  Date valid_from;
  Date valid_to;
  std::string level;
  std::string nature;
  std::int64_t from_cents{};
  std::string procedure;
  bool verified = false;
  std::string source;
};
BOOST_DESCRIBE_STRUCT(ProcedureRule, (), (valid_from, valid_to, level, nature, from_cents, procedure, verified, source))
struct SocialReturnRule {
  Date valid_from;
  Date valid_to;
  std::string nature;
  std::int64_t from_cents{};
  int percent_bp{};
  bool verified = false;
  std::string source;
};
BOOST_DESCRIBE_STRUCT(SocialReturnRule, (), (valid_from, valid_to, nature, from_cents, percent_bp, verified, source))
struct Duty {
  std::string code;
  std::string theme;
  std::vector<std::string> categories;
  std::int64_t from_euro{};
  std::string nl;
  std::string en;
  std::string source;
};
BOOST_DESCRIBE_STRUCT(Duty, (), (code, theme, categories, from_euro, nl, en, source))
struct GuardText {
  std::string article;
  std::string nl;
  std::string en;
};
BOOST_DESCRIBE_STRUCT(GuardText, (), (article, nl, en))
// What a small purchase looks at by itself; without categories: any.
struct SmallAdvice {
  std::string theme;
  std::vector<std::string> categories;
  std::string title;
  std::string text;
  std::string evidence;
};
BOOST_DESCRIBE_STRUCT(SmallAdvice, (), (theme, categories, title, text, evidence))
// A task before or after a day of the purchase: start, publish, award or contract.
struct TaskTemplate {
  std::string title;
  std::string role;
  std::string anchor;
  int offset_days{};
};
BOOST_DESCRIBE_STRUCT(TaskTemplate, (), (title, role, anchor, offset_days))
struct WordHint {
  std::string cpv;
  Nature nature{};
};
// The eForms code that a requirement of a theme gives when one of the words stands in it.
struct EformsHint {
  std::string theme;
  std::string field;
  std::string code;
  std::vector<std::string> words;
};
struct Knowledge {
  explicit Knowledge(const std::filesystem::path& folder);
  std::vector<ProcedureRule> procedures;
  std::vector<SocialReturnRule> social_return;
  std::vector<Duty> duties;
  std::map<std::string, GuardText, std::less<>> guard;
  std::vector<SmallAdvice> small;
  std::map<std::string, std::vector<TaskTemplate>, std::less<>> tasks;  // by procedure
  std::map<std::string, WordHint, std::less<>> words;                   // by normal form
  std::vector<std::string> local_words;                                 // lower case
  std::vector<std::string> business_words;
  std::vector<std::string> invite_words;  // what a text says that asks for choosing who is invited
  std::vector<EformsHint> eforms_hints;   // the last of a theme has no words
  GoalRules goals;                        // which goal a purchase serves
};

// --- pure rules (rules.cpp) ----------------------------------------------------------------------------------------

// The procedure that fits nature and value on a day. European thresholds hold for all; below them the municipality's rules
// come before national ones. `nature` is social for social and other specific services.
struct ProcedureAdvice {
  std::string procedure;
  std::string level;  // european, national, municipal; none when no rule is known
  std::int64_t from_cents;
  std::optional<std::int64_t> next_cents;  // where another procedure begins
  bool verified;
  std::string source;
};
BOOST_DESCRIBE_STRUCT(ProcedureAdvice, (), (procedure, level, from_cents, next_cents, verified, source))
ProcedureAdvice advise(const std::vector<ProcedureRule>& rules, std::string_view nature, std::int64_t value_cents, Date on);

// The social return that policy asks; nothing below its threshold.
struct SocialReturn {
  int percent_bp;
  std::int64_t amount_cents;
  bool verified;
  std::string source;
};
BOOST_DESCRIBE_STRUCT(SocialReturn, (), (percent_bp, amount_cents, verified, source))
std::optional<SocialReturn> social_return(const std::vector<SocialReturnRule>& rules, std::string_view nature, std::int64_t value_cents,
                                          Date on);
// Rounded to whole cents, for values up to a hundred billion euros.
std::int64_t part_of(std::int64_t cents, int basis_points);

// A purchase moves on, may skip steps, and may be taken one step back; what was stopped can be taken up again.
bool may_move(Status from, Status to);
bool is_public(Status status);  // published, awarded, running or ended

// Whether an instrument has a place in a procedure: with one offer there is nothing to select or to award by points, and who
// is invited to a private tender was looked at before.
bool fits_procedure(std::string_view instrument, std::string_view procedure);
// Whether the buyer chooses who is asked for an offer. Where a call is open to all who read it, nobody can be invited on his own
// (Aanbestedingswet 2012, art. 1.8 to 1.10, 2.26 and further); in a framework everybody in it is asked.
bool chooses_whom_to_invite(std::string_view procedure);
// Whether a notice is published: only then has an eForms code a place.
bool has_notice(std::string_view procedure);

// Whether two indicators are the same figure: the same words, whatever their form or order, in the same unit. A unit between
// brackets at the end of an indicator ("Herplaatste klinkers (%)") counts as its unit.
bool same_figure(const std::string& indicator, const std::string& unit, const std::string& other);
// The figure that a text with these variables asks: the highest percentage in a unit of percents, else the only number.
std::optional<double> asked_figure(const std::vector<criteria::Variable>& variables, const std::string& unit);
// How often it is looked whether what was promised is so, over a term of so many years (at least one).
int checks_of(criteria::Moment moment, int years);

// What a mandate is judged on.
enum class MandateField { value, holder, unit, category, nature };
BOOST_DESCRIBE_ENUM(MandateField, value, holder, unit, category, nature)
// A state of a purchase, and who made it so. The first was made by who made the purchase; one that is the same as the one
// before was confirmed.
struct BasisStep {
  std::int64_t value_cents;
  std::optional<Uuid> budget_holder_id;
  std::optional<Uuid> unit_id;
  std::optional<std::string> category;
  std::string nature;
  std::optional<Uuid> person_id;  // none: Tenzij itself
};
BOOST_DESCRIBE_STRUCT(BasisStep, (), (value_cents, budget_holder_id, unit_id, category, nature, person_id))
// What counts for a decision by this person: of each field the states since somebody else set or confirmed it.
struct MandateBasis {
  std::int64_t value_cents = 0;       // the highest
  std::set<std::string> natures;      // all
  std::vector<MandateField> own;      // set by this person to something else, and by nobody confirmed
  bool confirmed_by_another = false;  // somebody else made or confirmed any of it
};
MandateBasis mandate_basis(const std::vector<BasisStep>& steps, const Uuid& person);

// Below this a purchase is small: one offer, the one-minute form.
inline constexpr std::int64_t small_limit_cents = 50'000'00;

// What the guard rails look at.
struct RequirementFacts {
  Uuid id;
  std::string theme;
  std::string text;  // filled in
  std::string evidence;
  std::string instrument;
  int level;
  std::int64_t from_cents;
  std::optional<int> weight_bp;
  std::optional<int> percent_bp;  // of social return
};
struct GuardFacts {
  std::int64_t value_cents;
  bool european;  // at or above the European threshold
  std::optional<int> market_parties;
  std::vector<OtherAward> other_award;
  std::map<std::string, int> levels;  // per applied theme, as agreed
  std::optional<int> social_return_bp;
  std::vector<RequirementFacts> requirements;
};
struct Finding {
  std::string code;  // of knowledge/purchase/guard-rails.json
  std::optional<Uuid> requirement_id;
  std::string theme;
  MessageArgs args{};  // amounts in whole euros, percentages as they are written in Dutch
};
std::vector<Finding> guard(const GuardFacts& facts, const Knowledge& knowledge);

// --- operations ------------------------------------------------------------------------------------------------------

Uuid add_purchase(db::Session& session, const PurchaseInput& in, const Knowledge& knowledge, Instant now);

// The one-minute form.
struct SmallInput {
  std::string what;
  std::int64_t value_cents{};
  Date needed_on;
  std::optional<std::string> category;  // none: guessed from the words
  std::optional<Uuid> unit_id;          // none: of who asks
  std::optional<Uuid> budget_holder_id;
  static constexpr std::array<json::Length, 1> lengths{{{"what", limits::name_longest}}};  // becomes the title
};
BOOST_DESCRIBE_STRUCT(SmallInput, (), (what, value_cents, needed_on, category, unit_id, budget_holder_id))
Uuid add_small(db::Session& session, const SmallInput& in, const Knowledge& knowledge, Instant now);

// A criterion of the library as a requirement of a purchase, on one of its themes; filled in as the library proposes.
Uuid choose(db::Session& session, const Uuid& purchase, const std::string& theme, const Uuid& criterion, bool basket,
            const Knowledge& knowledge, Instant now);

struct UnlessInput {
  std::string reason;  // list "unless_reason" of the codes
  std::string words;
  std::optional<Date> valid_to;
  bool for_category = false;  // also for the next purchases of this category and unit, until valid_to
};
BOOST_DESCRIBE_STRUCT(UnlessInput, (), (reason, words, valid_to, for_category))
void propose_unless(db::Session& session, const Uuid& purchase, const std::string& theme, const UnlessInput& in, Instant now);
// By the person of the session, who must be the budget holder and have the mandate; throws 403 otherwise. What goes below an agreed
// ambition or an adopted goal waits for a second look, unless who decides may give that and somebody else proposed it.
void decide_unless(db::Session& session, const Uuid& purchase, const std::string& theme, const UnlessInput& in, Instant now);

// The second look at what a budget holder decided below policy: by somebody with a role for it who neither proposed nor decided.
void look_again(db::Session& session, const Uuid& purchase, const std::string& theme, const std::string& words, Instant now);

// Takes the next step; into the open only when every theme was decided. With `anyway` the budget holder goes past that, which
// is recorded, shown and counted.
struct StatusInput {
  Status status{};
  std::optional<std::string> reason;
  bool anyway = false;
};
BOOST_DESCRIBE_STRUCT(StatusInput, (), (status, reason, anyway))
void set_status(db::Session& session, const Uuid& purchase, const StatusInput& in, Instant now);

// An unless whose period is over holds no longer for what is not published yet. How many.
std::int64_t lapse(db::Session& session, Date today, Instant now);

// A proposed unless that waits for its decision is told again to who decides, after one week and after three. How many messages.
std::int64_t remind(db::Session& session, Instant now);

// Does what gives purchases of a budget holder to another, whose decisions then lapse where the new one could not have taken them.
void with_another_holder(db::Session& session, const Uuid& from, Instant now, const std::function<void()>& move);

// What to tick in the notice, and the requirements it follows from; none where no notice is published. Throws 404.
struct EformsValue {
  std::string field;  // business term: "BT-06"
  std::string code;
  std::vector<std::string> because;  // titles of requirements
};
BOOST_DESCRIBE_STRUCT(EformsValue, (), (field, code, because))
std::vector<EformsValue> eforms_values(db::Session& session, const Uuid& purchase, const Knowledge& knowledge);

struct PurchaseParts {
  reader::Readers& readers;
  const Knowledge& knowledge;
  const Messages& messages;
  std::filesystem::path pdf_tool;  // tools/typst
  const imports::Desk& columns;
};
// The calendar, for the engine for imports.
imports::Kind import_kind(const Knowledge& knowledge, const Messages& messages);
// Looks again which goals the purchases of a municipality serve: thread::search_job.
jobs::Work suggest_work(const Knowledge& knowledge, Clock clock);
// What this room's records are to the thread.
thread::Kinds thread_kinds();
void add_routes(http::Router& router, const PurchaseParts& parts);

}  // namespace tenzij::purchase
