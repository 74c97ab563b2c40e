// What the files of this room share.
#pragma once

#include "purchase/purchase.h"

namespace tenzij::purchase {

// How the day of publication of a purchase that is public is told.
enum class OpenAs { quarter, day };
BOOST_DESCRIBE_ENUM(OpenAs, quarter, day)

// --- rows (store.cpp) ------------------------------------------------------------------------------------------

struct PurchaseRow : PurchaseInput {
  Uuid id;
  std::int64_t version;
  bool small = false;
  Status status{};
  std::optional<std::string> status_reason;
  std::optional<Instant> published_at;
  int year;
  int band;
  std::optional<std::string> unit;
  std::optional<std::string> budget_holder;
  std::optional<std::string> advisor;
  std::optional<std::string> contract_manager;
  int applied;
  int unless;
  int undecided;
  bool archived = false;
  std::optional<OpenAs> open_as;  // public
  bool open_held = false;         // and yet kept in: its title names somebody who works here
};
BOOST_DESCRIBE_STRUCT(PurchaseRow, (PurchaseInput),
                      (id, version, small, status, status_reason, published_at, year, band, unit, budget_holder, advisor, contract_manager,
                       applied, unless, undecided, archived, open_as, open_held))

inline constexpr std::string_view purchase_rows = R"sql(
SELECT p.reference, p.title, p.need, p.category, p.cpv, p.nature, p.social, p.value_cents, p.lots, p.unit_id,
       p.budget_holder_id, p.advisor_id, p.contract_manager_id, p.procedure, p.procedure_reason, p.start_on,
       p.publish_on, p.award_on, p.contract_from, p.contract_to, p.market_parties, p.market_note, p.other_award,
       p.id, p.version, p.small, p.status, p.status_reason, p.published_at, p.year, p.band, u.name AS unit,
       b.name AS budget_holder, a.name AS advisor, c.name AS contract_manager, p.applied, p.unless, p.undecided,
       p.archived_at IS NOT NULL AS archived, p.open_as, p.open_held
  FROM purchase.purchase p
  LEFT JOIN organisation.unit u ON u.municipality_id = p.municipality_id AND u.id = p.unit_id
  LEFT JOIN organisation.person b ON b.municipality_id = p.municipality_id AND b.id = p.budget_holder_id
  LEFT JOIN organisation.person a ON a.municipality_id = p.municipality_id AND a.id = p.advisor_id
  LEFT JOIN organisation.person c ON c.municipality_id = p.municipality_id AND c.id = p.contract_manager_id
)sql";

PurchaseRow purchase_row(db::Session& session, const Uuid& id);
PurchaseRow locked(db::Session& session, const Uuid& id);
// Those there are of these, locked in the order of their ids.
std::map<Uuid, PurchaseRow> locked_rows(db::Session& session, const std::vector<Uuid>& ids);
// Without the spaces around it; none when nothing is left.
std::optional<std::string> trimmed(const std::optional<std::string>& value);
// The nature whose threshold holds: social for social and other specific services.
std::string threshold_nature(const PurchaseInput& in);
// The CPV to find ambitions and criteria by: its own, or the first of its category.
std::string cpv_of(db::Session& session, const PurchaseInput& in);
// The day whose rules hold: of publication, or else the start, or else today.
Date rules_day(const PurchaseInput& in, Date today);

// One purchase, with everything that follows from it (written.cpp).
void change_purchase(db::Session& session, const PurchaseRow& before, const PurchaseInput& in, const Knowledge& knowledge, Instant now);
Uuid add_small_row(db::Session& session, const PurchaseInput& in, const Knowledge& knowledge, Instant now);
// What can be said of a purchase by itself; the database is not asked.
void check_alone(const PurchaseInput& in, std::vector<FieldError>& errors);

// --- lists (list.cpp) ------------------------------------------------------------------------------------------

struct PurchaseFilter {
  std::optional<std::string> search;
  std::vector<std::string> statuses;
  std::optional<Uuid> unit_id;
  std::optional<bool> mine;  // budget holder, adviser or contract manager
  std::optional<std::string> category;
  std::optional<std::string> theme;
  std::optional<ThemeState> state;  // of that theme, or of any
  std::optional<int> year;
  std::optional<int> band;  // 0 below 50,000, 1 below 100,000, 2 below 250,000, 3 below 1,000,000, 4 above
  std::optional<bool> small;
  std::optional<bool> undecided;
  std::optional<Date> from;  // published
  std::optional<Date> to;
  std::optional<bool> archived;
  std::optional<bool> anyway;     // published although a theme was not decided
  std::optional<bool> counted;    // what the figures count: not what was stopped
  std::optional<bool> unit_only;  // of the unit itself, not of what is under it
  std::optional<bool> no_unit;
  std::optional<bool> no_category;
  std::optional<bool> open;  // public
};
BOOST_DESCRIBE_STRUCT(PurchaseFilter, (),
                      (search, statuses, unit_id, mine, category, theme, state, year, band, small, undecided, from, to, archived, anyway,
                       counted, unit_only, no_unit, no_category, open))
// Of purchases `p`; `me` for what is mine.
db::Filter chosen_purchases(const PurchaseFilter& in, const Uuid& me);
// These, or else all that are found, within what one act may take (many.cpp); throws 400 for none and for too many.
std::vector<Uuid> ids_asked(const http::Request& request, db::Session& session, const std::vector<Uuid>& ids,
                            const std::optional<PurchaseFilter>& found);
inline constexpr std::size_t most_purchases_at_once = 2000;  // a list of a large municipality, within the time of a request

struct PurchaseCreated {
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(PurchaseCreated, (), (id))

// --- the municipality's rules (settings.cpp) ---------------------------------------------------------------------

std::vector<ProcedureRule> procedure_rules(db::Session& session, const Knowledge& knowledge);
std::vector<SocialReturnRule> social_return_rules(db::Session& session, const Knowledge& knowledge);

// --- themes (impact.cpp) -----------------------------------------------------------------------------------------

struct ThemeGoal {
  Uuid id;
  std::string title;
  std::optional<std::string> clause;  // what the council adopted, when it hangs on a clause
  std::optional<std::string> document;
};
BOOST_DESCRIBE_STRUCT(ThemeGoal, (), (id, title, clause, document))

// What an unless goes below, as it was then: an agreed ambition, or a goal with the sentence that it came from.
struct Departure {
  std::string kind;  // ambition or goal
  Uuid id;
  std::string title;
  std::string sentence;  // of the clause, or of the agreement
  std::optional<std::string> document;
  std::optional<Uuid> document_id;
  std::optional<Uuid> clause_id;
  std::optional<int> level;  // of an ambition
};
BOOST_DESCRIBE_STRUCT(Departure, (), (kind, id, title, sentence, document, document_id, clause_id, level))
// By theme (wanted.cpp).
std::map<std::string, std::vector<Departure>> departures(db::Session& session, const Uuid& purchase);

struct ThemeLevelOf {
  std::string theme;
  int level;
};
BOOST_DESCRIBE_STRUCT(ThemeLevelOf, (), (theme, level))

struct ThemeView {
  Uuid id;
  std::int64_t version;
  std::string theme;
  ThemeState state{};
  int level;
  std::string basis;
  std::optional<Uuid> ambition_id;
  std::optional<std::string> ambition;
  std::optional<std::string> reason;
  std::optional<std::string> words;
  std::optional<Date> valid_to;
  bool standing = false;
  bool second_look = false;           // decided by the budget holder below policy: waits for somebody else
  bool for_category = false;          // what waits is for the whole category
  bool may_look = false;              // by who asks
  std::string look_names;             // who may give it
  std::optional<std::string> person;  // who proposed or decided last
  std::optional<Instant> at;
  std::int64_t requirements;
  std::vector<ThemeGoal> goals;
  std::optional<int> focus;
  std::optional<std::string> focus_reason;
  std::optional<std::string> focus_contact;
  std::vector<std::string> duties;  // codes
  std::vector<Departure> departs;   // what an unless here goes below
};
BOOST_DESCRIBE_STRUCT(ThemeView, (),
                      (id, version, theme, state, level, basis, ambition_id, ambition, reason, words, valid_to, standing, second_look,
                       for_category, may_look, look_names, person, at, requirements, goals, focus, focus_reason, focus_contact, duties,
                       departs))
std::vector<ThemeView> themes_of(db::Session& session, const PurchaseRow& purchase, const Knowledge& knowledge);
ThemeView theme_of(db::Session& session, const PurchaseRow& purchase, const std::string& theme, const Knowledge& knowledge);

// Gives a purchase its six themes, or brings the levels of those nobody decided up to date after a change.
void set_defaults(db::Session& session, const PurchaseRow& purchase, const Knowledge& knowledge, Instant now);
// Brings states and counts in line with the requirements.
void settle(db::Session& session, const std::vector<Uuid>& purchases);
inline void settle(db::Session& session, const Uuid& purchase) { settle(session, std::vector{purchase}); }
// Says which goals it serves, as suggestions on every theme that such a goal speaks about (suggest.cpp). How many it wrote: none when
// they stood there already.
int suggest_goals(db::Session& session, const PurchaseRow& purchase, const Knowledge& knowledge, Instant now);

// --- what words buy (small.cpp) ----------------------------------------------------------------------------------
struct Guess {
  std::optional<std::string> category;
  std::optional<std::string> cpv;
  Nature nature{};
};
BOOST_DESCRIBE_STRUCT(Guess, (), (category, cpv, nature))
Guess guess(db::Session& session, const std::string& words, const Knowledge& knowledge);
// The category of the longest beginning of a CPV that a category names.
std::optional<std::string> category_of(db::Session& session, const std::string& cpv);

// --- decisions (unless.cpp) --------------------------------------------------------------------------------------

// Of whom and with what: the person of the session, and nothing, unless it is said.
struct DecisionMore {
  std::vector<Departure> departs{};
  std::optional<Uuid> person{};
  std::optional<std::string> looked_by{};
  std::optional<std::string> looked_words{};
};
void record_decision(db::Session& session, const Uuid& purchase, const std::optional<std::string>& theme, const std::string& kind,
                     const UnlessInput& in, Instant now, const DecisionMore& more = {});
std::string name_of_person(db::Session& session, const Uuid& person);
std::string person_name(db::Session& session);  // of the session
// One theme of a purchase, locked; throws 404.
struct ThemeRow {
  Uuid id;
  std::int64_t version;
  ThemeState state{};
  bool second_look = false;
  std::optional<Uuid> proposed_by;
  std::optional<Uuid> decider_id;
  std::optional<std::string> reason;
  std::optional<std::string> words;
  std::optional<Date> valid_to;
  bool for_category = false;
};
BOOST_DESCRIBE_STRUCT(ThemeRow, (), (id, version, state, second_look, proposed_by, decider_id, reason, words, valid_to, for_category))
ThemeRow locked_theme(db::Session& session, const Uuid& purchase, const std::string& theme);
void require_undecided_place(const PurchaseRow& purchase);
// From now on the theme is unless: by the person that `more` names, or of the session.
void hold_unless(db::Session& session, const PurchaseRow& purchase, const ThemeRow& row, const std::string& theme, const UnlessInput& in,
                 const DecisionMore& more, Instant now);
// What holds for one theme after a decision.
struct ThemeDecided {
  Uuid id;
  std::int64_t version;
  ThemeState state{};
  bool second_look = false;
};
BOOST_DESCRIBE_STRUCT(ThemeDecided, (), (id, version, state, second_look))
ThemeDecided now_of(db::Session& session, const Uuid& purchase, const std::string& theme);

// --- the second look (second_look.cpp) -----------------------------------------------------------------------------

// Whether the person of the session has a role that looks a second time here.
bool looks_twice(db::Session& session);
void wait_for_second_look(db::Session& session, const Uuid& purchase, const ThemeRow& row, const std::string& theme, const UnlessInput& in,
                          const std::vector<Departure>& departs, Instant now);
// Back to the default: requirements decide whether the theme is applied or open.
void reopen_theme(db::Session& session, const Uuid& purchase, const Uuid& impact);

// --- who may decide (mandate.cpp) --------------------------------------------------------------------------------

// The person of the session is the budget holder with the mandate for it; throws 403 with the reason otherwise.
void require_holder(db::Session& session, const PurchaseRow& purchase);
// The same, on the facts as somebody else last made or confirmed them: what who decides changed since helps nobody. For a
// whole category its category and unit count too.
void require_mandate(db::Session& session, const PurchaseRow& purchase, bool for_category);
// Whether what this person decided for a whole category may hold here: within the mandate on what was confirmed, and not because
// that person or the budget holder made it fit.
bool may_stand(db::Session& session, const PurchaseRow& purchase, const Uuid& decider);
// What the person of the session changed by himself and somebody else has not confirmed.
std::vector<MandateField> unconfirmed(db::Session& session, const PurchaseRow& purchase, const std::optional<Uuid>& by);
// After a change: what was decided as unless and would no longer be that person's to decide is open again, and says why.
// How many.
int lapse_out_of_mandate(db::Session& session, const PurchaseRow& before, const PurchaseRow& after, Instant now);
// Whether this person, as budget holder, may still decide about the purchase as it is now.
bool still_decides(db::Session& session, const PurchaseRow& purchase, const Uuid& person);
void add_mandate_routes(http::Router& router);

struct DecisionView {
  Uuid id;
  std::optional<std::string> theme;
  std::string kind;
  std::optional<std::string> reason;
  std::string words;
  std::optional<Date> valid_to;
  bool standing = false;
  std::vector<Departure> departs;
  std::string person_name;
  std::optional<std::string> looked_by;  // the second look
  std::optional<std::string> looked_words;
  Instant at;
  std::optional<std::string> outcome;
  std::optional<std::string> outcome_words;
  std::optional<std::string> outcome_by;
};
BOOST_DESCRIBE_STRUCT(DecisionView, (),
                      (id, theme, kind, reason, words, valid_to, standing, departs, person_name, looked_by, looked_words, at, outcome,
                       outcome_words, outcome_by))
std::vector<DecisionView> decisions_of(db::Session& session, const Uuid& purchase);

// --- requirements (requirements.cpp) -------------------------------------------------------------------------------

enum class RequirementState { basket, chosen, dropped };
BOOST_DESCRIBE_ENUM(RequirementState, basket, chosen, dropped)

struct RequirementFields {
  std::string title;
  std::string text;
  std::vector<criteria::Variable> variables;
  std::string instrument;
  std::string evidence;
  criteria::Moment moment{};
  criteria::Checker who{};
  std::optional<int> weight_bp;
};
BOOST_DESCRIBE_STRUCT(RequirementFields, (), (title, text, variables, instrument, evidence, moment, who, weight_bp))

struct Requirement : RequirementFields {
  Uuid id;
  std::int64_t version;
  std::string theme;
  Uuid impact_id;
  RequirementState state{};
  std::optional<Uuid> criterion_id;
  std::optional<int> edition;
  std::optional<int> newest_edition;
  std::optional<std::string> criterion_status;
  int level;
  bool open = false;
  std::int64_t from_cents;
  std::optional<std::string> indicator;
  std::optional<std::string> drop_reason;
  std::string filled;                        // the text with its variables
  std::optional<std::int64_t> amount_cents;  // of social return: percentage of the value
};
BOOST_DESCRIBE_STRUCT(Requirement, (RequirementFields),
                      (id, version, theme, impact_id, state, criterion_id, edition, newest_edition, criterion_status, level, open,
                       from_cents, indicator, drop_reason, filled, amount_cents))
// Of one purchase, in the order of the call: by theme, then by place.
std::vector<Requirement> requirements_of(db::Session& session, const PurchaseRow& purchase);

struct Warning {
  std::string code;
  std::optional<Uuid> requirement_id;
  std::string theme;
  std::string text;
  std::string article;
};
BOOST_DESCRIBE_STRUCT(Warning, (), (code, requirement_id, theme, text, article))
std::vector<Warning> warnings_of(db::Session& session, const PurchaseRow& purchase, const std::vector<Requirement>& requirements,
                                 const std::vector<ThemeView>& themes, const Knowledge& knowledge, const http::Request& request);
// "1.250.000" or "1,250,000".
std::string grouped(std::int64_t whole, const std::string& language);

// --- tasks (tasks.cpp) -----------------------------------------------------------------------------------------------

struct Task {
  Uuid id;
  std::int64_t version;
  Uuid purchase_id;
  std::string purchase;
  std::string title;
  std::string role;
  std::optional<Uuid> assigned_id;  // somebody else than who has the role
  std::optional<Uuid> owner_id;     // whose it is: of the two
  std::optional<std::string> owner;
  std::optional<Date> due_on;
  bool own = false;
  bool done = false;
  std::optional<std::string> done_by;
};
BOOST_DESCRIBE_STRUCT(Task, (), (id, version, purchase_id, purchase, title, role, assigned_id, owner_id, owner, due_on, own, done, done_by))
std::vector<Task> tasks_of(db::Session& session, const Uuid& purchase);
// The municipality's own template of a procedure, or else what Tenzij brings.
std::vector<TaskTemplate> tasks_for(db::Session& session, const std::string& procedure, const Knowledge& knowledge);

// --- what hangs on it (links.cpp) --------------------------------------------------------------------------------

struct LinkedNotice {
  Uuid id;
  std::string title;
  std::optional<Date> published_on;
  std::string stage;
  std::vector<std::string> asks;  // themes that its text asks
};
BOOST_DESCRIBE_STRUCT(LinkedNotice, (), (id, title, published_on, stage, asks))
std::vector<LinkedNotice> notices_of(db::Session& session, const Uuid& purchase);

// Ambition sessions that were about this purchase.
struct PurchaseSession {
  Uuid id;
  std::string title;
  std::string status;
};
BOOST_DESCRIBE_STRUCT(PurchaseSession, (), (id, title, status))
std::vector<PurchaseSession> sessions_of(db::Session& session, const Uuid& purchase);

void add_purchase_routes(http::Router& router, const Knowledge& knowledge);
void add_list_routes(http::Router& router, const PurchaseParts& parts);
void add_many_routes(http::Router& router, const PurchaseParts& parts);
void add_opening_routes(http::Router& router, const PurchaseParts& parts);
void add_small_routes(http::Router& router, const Knowledge& knowledge);
void add_theme_routes(http::Router& router, const Knowledge& knowledge);
void add_unless_routes(http::Router& router);
void add_second_look_routes(http::Router& router);
void add_wanted_routes(http::Router& router, const Knowledge& knowledge);
void add_requirement_routes(http::Router& router, const Knowledge& knowledge);
void add_chapter_routes(http::Router& router, const PurchaseParts& parts);
void add_eforms_routes(http::Router& router, const Knowledge& knowledge);
void add_task_routes(http::Router& router, const Knowledge& knowledge);
void add_calendar_routes(http::Router& router, const Messages& messages);
void add_settings_routes(http::Router& router, const Knowledge& knowledge);
void add_link_routes(http::Router& router, const Knowledge& knowledge);
void add_import_routes(http::Router& router, const PurchaseParts& parts);
void add_figure_routes(http::Router& router);
void add_suggest_routes(http::Router& router);

}  // namespace tenzij::purchase
