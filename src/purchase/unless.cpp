// Unless: proposed by who prepares, decided by the budget holder, seen and reopened by the director, and looked back on.
#include "purchase/store.h"
#include "purchase/told.h"

namespace tenzij::purchase {

namespace {

struct Words {
  std::string words;
};
BOOST_DESCRIBE_STRUCT(Words, (), (words))

enum class Outcome { right, possible, done_anyway };
BOOST_DESCRIBE_ENUM(Outcome, right, possible, done_anyway)
struct UnlessOutcomeInput {
  Outcome outcome{};
  std::string words;
};
BOOST_DESCRIBE_STRUCT(UnlessOutcomeInput, (), (outcome, words))

struct UnlessRow : DecisionView {
  Uuid purchase_id;
  std::string purchase;
  std::optional<std::string> unit;
  std::int64_t value_cents;
  std::string status;
  bool holds = false;  // it is why the theme is unless today
};
BOOST_DESCRIBE_STRUCT(UnlessRow, (DecisionView), (purchase_id, purchase, unit, value_cents, status, holds))

struct StandingRow {
  Uuid id;
  std::string category;
  std::optional<std::string> unit;
  std::string theme;
  std::string reason;
  std::string words;
  std::string person_name;
  Instant at;
  Date valid_to;
  std::int64_t purchases;
};
BOOST_DESCRIBE_STRUCT(StandingRow, (), (id, category, unit, theme, reason, words, person_name, at, valid_to, purchases))

struct UnlessList {
  std::int64_t total{};  // of what is asked, also what is not among the items
  std::vector<UnlessRow> items;
  std::vector<StandingRow> standing;
};
BOOST_DESCRIBE_STRUCT(UnlessList, (), (total, items, standing))

constexpr int decisions_shown = 500;

struct UnlessQuery {
  std::optional<std::string> kind;  // none: unless, proposed, second_look and published_anyway
  std::optional<std::string> theme;
  std::optional<Uuid> unit_id;
  std::optional<std::string> reason;
  std::optional<int> year;
  std::optional<bool> holds;
  std::optional<bool> evaluated;
  // As the figures count: of purchases that were not stopped or put away, by the year of the purchase, a unit with all under it.
  std::optional<bool> counted;
  std::optional<std::string> category;
  std::optional<int> band;
  std::optional<bool> waits;              // for a second look, now
  std::optional<std::string> decided_by;  // it holds, and this person decided
  std::optional<std::string> outcome;
};
BOOST_DESCRIBE_STRUCT(UnlessQuery, (),
                      (kind, theme, unit_id, reason, year, holds, evaluated, counted, category, band, waits, decided_by, outcome))

std::string needed(db::Session& session, const std::string& words) { return reference::needed_reason(session, "/words", words); }

void check_unless(db::Session& session, const PurchaseRow& purchase, const UnlessInput& in, Date today) {
  std::vector<FieldError> errors;
  if (session.query("SELECT 1 FROM reference.code WHERE list = 'unless_reason' AND code = $1", in.reason).empty())
    errors.push_back({"/reason", "notInList"});
  reference::Reasons(session).check("/words", in.words, errors, "required", reference::shortest_unless);
  if (in.valid_to && *in.valid_to < today) errors.push_back({"/validTo", "dayPassed"});
  if (in.for_category && !in.valid_to) errors.push_back({"/validTo", "periodNeeded"});
  if (in.for_category && !purchase.category) errors.push_back({"/forCategory", "categoryNeeded"});
  // An exception that lasts longer is a change of policy.
  if (in.valid_to && *in.valid_to > Date{today.ymd + std::chrono::years{2}}) errors.push_back({"/validTo", "periodTooLong"});
  if (!errors.empty()) throw bad_request(std::move(errors));
}

// What was asked on a theme waits in the basket while its unless holds, and comes back with it.
constexpr const char* set_aside = "unless";

ThemeDecided refuse(const http::Request& request, db::Session& session, const Words& in) {
  const Uuid id = request.id_param("id");
  const std::string& theme = request.param("theme");
  const PurchaseRow purchase = locked(session, id);
  const ThemeRow row = locked_theme(session, id, theme);
  request.expect_version(row.version);
  require_holder(session, purchase);
  require_undecided_place(purchase);
  if (row.state != ThemeState::proposed && row.state != ThemeState::unless) throw conflict("noUnless");
  // Somebody else's proposal is refused with words; one's own decision is taken back.
  const bool refused = row.state == ThemeState::proposed && !row.second_look;
  const std::string words = refused ? needed(session, in.words) : in.words;
  record_decision(session, id, theme, refused ? "refused" : "withdrawn", {"", words, {}, false}, request.now);
  reopen_theme(session, id, row.id);
  tell_decided(session, purchase, theme, row, request.now);
  return now_of(session, id, theme);
}

ThemeDecided reopen(const http::Request& request, db::Session& session, const Words& in) {
  const Uuid id = request.id_param("id");
  const std::string& theme = request.param("theme");
  const PurchaseRow purchase = locked(session, id);
  const ThemeRow row = locked_theme(session, id, theme);
  request.expect_version(row.version);
  require_undecided_place(purchase);
  if (row.state != ThemeState::unless) throw conflict("noUnless");
  record_decision(session, id, theme, "reopened", {"", needed(session, in.words), {}, false}, request.now);
  reopen_theme(session, id, row.id);
  return now_of(session, id, theme);
}

// Who proposed thinks again: nothing was decided, so nothing needs a reason.
ThemeDecided take_back(const http::Request& request, db::Session& session, const Words& in) {
  const Uuid id = request.id_param("id");
  const std::string& theme = request.param("theme");
  locked(session, id);
  const ThemeRow row = locked_theme(session, id, theme);
  request.expect_version(row.version);
  if (row.state != ThemeState::proposed) throw conflict("noProposedUnless");
  if (row.second_look) throw conflict("secondLookWaits");  // decided: the budget holder takes it back, or who looks says no
  record_decision(session, id, theme, "withdrawn", {"", in.words, {}, false}, request.now);
  reopen_theme(session, id, row.id);
  return now_of(session, id, theme);
}

constexpr std::string_view decisions_from = R"sql(
  FROM purchase.decision d
  JOIN purchase.purchase p ON p.municipality_id = d.municipality_id AND p.id = d.purchase_id
  LEFT JOIN organisation.unit u ON u.municipality_id = p.municipality_id AND u.id = p.unit_id
  LEFT JOIN purchase.impact i
       ON i.municipality_id = d.municipality_id AND i.purchase_id = d.purchase_id AND i.theme = d.theme
 CROSS JOIN LATERAL (SELECT NOT EXISTS (SELECT 1 FROM purchase.decision later
                                         WHERE later.municipality_id = d.municipality_id
                                           AND later.purchase_id = d.purchase_id
                                           AND later.theme = d.theme
                                           AND later.kind = d.kind
                                           AND (later.at, later.id) > (d.at, d.id)) AS last) l
 CROSS JOIN LATERAL (SELECT coalesce(i.state = 'unless' AND d.kind = 'unless' AND l.last, false) AS holds) h
 WHERE CASE WHEN $1::text IS NULL THEN d.kind IN ('unless', 'proposed', 'second_look', 'published_anyway')
            ELSE d.kind = $1
       END
   AND ($2::text IS NULL OR d.theme = $2)
   AND ($3::uuid IS NULL
        OR p.unit_id = $3
        OR ($8::boolean AND p.unit_id IN (SELECT id FROM organisation.unit_and_below($3))))
   AND ($4::text IS NULL OR d.reason = $4)
   AND ($5::int IS NULL OR CASE WHEN $8 THEN p.year ELSE extract(year FROM d.at) END = $5)
   AND ($8 IS NOT TRUE OR (p.archived_at IS NULL AND p.status <> 'stopped'))
   AND ($9::text IS NULL OR p.category = $9)
   AND ($10::int IS NULL OR p.band = $10)
   AND ($6::boolean IS NULL OR h.holds = $6)
   AND ($7::boolean IS NULL OR (d.outcome IS NOT NULL) = $7)
   AND ($11::boolean IS NOT TRUE OR (d.kind = 'second_look' AND i.second_look AND l.last))
   AND ($12::text IS NULL OR (h.holds AND i.decided_by = $12))
   AND ($13::text IS NULL OR d.outcome = $13)
)sql";

const db::Statement decisions_asked_for{"purchase.decisions_asked_for",
                                        {R"sql(
SELECT d.id, d.theme, d.kind, d.reason, d.words, d.valid_to, d.standing, d.departs, d.person_name, d.looked_by,
       d.looked_words, d.at, d.outcome, d.outcome_words, d.outcome_by, p.id AS purchase_id, p.title AS purchase,
       u.name AS unit, p.value_cents, p.status, h.holds
)sql",
                                         decisions_from, R"sql(
 ORDER BY d.at DESC, d.id DESC
 LIMIT $14
)sql"}};

const db::Statement decisions_total{"purchase.decisions_total", {"SELECT count(*)", decisions_from}};

const db::Statement standing_decisions{"purchase.standing_decisions", R"sql(
SELECT s.id, s.category, u.name AS unit, s.theme, s.reason, s.words, s.person_name, s.at, s.valid_to,
       (SELECT count(*) FROM purchase.impact i
         WHERE i.municipality_id = s.municipality_id AND i.standing_id = s.id) AS purchases
  FROM purchase.standing s
  LEFT JOIN organisation.unit u ON u.municipality_id = s.municipality_id AND u.id = s.unit_id
 WHERE s.withdrawn_at IS NULL
   AND s.valid_to >= platform.today()
 ORDER BY s.valid_to
)sql"};

UnlessList list_unless(db::Session& session, const UnlessQuery& query) {
  UnlessList out;
  const auto asked = [&](const auto& take) {
    return take(query.kind, query.theme, query.unit_id, query.reason, query.year, query.holds, query.evaluated, query.counted,
                query.category, query.band, query.waits, query.decided_by, query.outcome);
  };
  out.items = asked([&](const auto&... values) { return session.rows<UnlessRow>(decisions_asked_for, values..., decisions_shown); });
  out.total = std::ssize(out.items);
  if (out.total == decisions_shown)
    out.total = asked([&](const auto&... values) { return session.scalar<std::int64_t>(decisions_total, values...); }).value_or(out.total);
  out.standing = session.rows<StandingRow>(standing_decisions);
  return out;
}

const db::Statement update_outcome{"purchase.update_outcome", R"sql(
UPDATE purchase.decision
   SET outcome = $2, outcome_words = $3, outcome_by = $4, outcome_at = $5
 WHERE id = $1
   AND kind = 'unless'
)sql"};

void evaluate(const http::Request& request, db::Session& session, const UnlessOutcomeInput& in) {
  if (session.query(update_outcome, request.id_param("id"), in.outcome, needed(session, in.words), person_name(session), request.now)
          .affected() == 0)
    throw not_found();
}

}  // namespace

const db::Statement reopen_impact{"purchase.reopen_impact", R"sql(
UPDATE purchase.impact
   SET state = 'open', reason = NULL, words = NULL, valid_to = NULL, standing_id = NULL, decided_by = NULL,
       proposed_by = NULL, decider_id = NULL, second_look = false, for_category = false, version = version + 1
 WHERE id = $1
)sql"};

const db::Statement choose_basket_again{"purchase.choose_basket_again", R"sql(
UPDATE purchase.requirement
   SET state = 'chosen', drop_reason = NULL, version = version + 1
 WHERE impact_id = $1
   AND state = 'basket'
   AND drop_reason = $2
)sql"};

void reopen_theme(db::Session& session, const Uuid& purchase, const Uuid& impact) {
  session.query(reopen_impact, impact);
  session.query(choose_basket_again, impact, std::string(set_aside));
  settle(session, purchase);
}

std::string name_of_person(db::Session& session, const Uuid& person) {
  return session.scalar<std::string>("SELECT name FROM organisation.person WHERE id = $1", person).value_or("–");
}

std::string person_name(db::Session& session) { return name_of_person(session, session.actor().person_id); }

const db::Statement theme_locked{"purchase.theme_locked", R"sql(
SELECT id, version, state, second_look, proposed_by, decider_id, reason, words, valid_to, for_category
  FROM purchase.impact
 WHERE purchase_id = $1
   AND theme = $2
   FOR UPDATE
)sql"};

ThemeRow locked_theme(db::Session& session, const Uuid& purchase, const std::string& theme) {
  const auto row = session.find<ThemeRow>(theme_locked, purchase, theme);
  if (!row) throw not_found();
  return *row;
}

void require_undecided_place(const PurchaseRow& purchase) {
  if (purchase.status == Status::ended || purchase.status == Status::stopped) throw conflict("purchaseClosed");
}

ThemeDecided now_of(db::Session& session, const Uuid& purchase, const std::string& theme) {
  return session
      .find<ThemeDecided>("SELECT id, version, state, second_look FROM purchase.impact WHERE purchase_id = $1 AND theme = $2", purchase,
                          theme)
      .value();
}

const db::Statement insert_decision{"purchase.insert_decision", R"sql(
INSERT INTO purchase.decision (municipality_id, id, purchase_id, theme, kind, reason, words, valid_to, standing,
                               person_id, person_name, at, departs, looked_by, looked_words)
VALUES ($1, $2, $3, $4, $5, nullif($6, ''), $7, $8, $9, $10, $11, $12, $13, $14, $15)
)sql"};

void record_decision(db::Session& session, const Uuid& purchase, const std::optional<std::string>& theme, const std::string& kind,
                     const UnlessInput& in, Instant now, const DecisionMore& more) {
  const Uuid person = more.person.value_or(session.actor().person_id);
  session.query(insert_decision, session.actor().municipality_id, new_id(), purchase, theme, kind, in.reason,
                std::string(text::trim(in.words)), in.valid_to, in.for_category, person.is_nil() ? std::nullopt : std::optional(person),
                name_of_person(session, person), now, json::encode(more.departs), more.looked_by, more.looked_words);
}

const db::Statement update_to_proposed{"purchase.update_to_proposed", R"sql(
UPDATE purchase.impact
   SET state = 'proposed', reason = $2, words = $3, valid_to = $4, standing_id = NULL, decided_by = NULL,
       proposed_by = $5, version = version + 1
 WHERE id = $1
)sql"};

void propose_unless(db::Session& session, const Uuid& id, const std::string& theme, const UnlessInput& in, Instant now) {
  const PurchaseRow purchase = locked(session, id);
  const ThemeRow row = locked_theme(session, id, theme);
  require_undecided_place(purchase);
  check_unless(session, purchase, in, date_of(now));
  if (row.state == ThemeState::unless) throw conflict("unlessHolds");
  if (row.second_look) throw conflict("secondLookWaits");
  session.query(update_to_proposed, row.id, in.reason, std::string(text::trim(in.words)), in.valid_to, session.actor().person_id);
  record_decision(session, id, theme, "proposed", in, now, {departures(session, id)[theme], {}, {}, {}});
  settle(session, id);
  tell_proposed(session, purchase, theme, now);
}

const db::Statement insert_standing{"purchase.insert_standing", R"sql(
INSERT INTO purchase.standing (municipality_id, id, category, unit_id, theme, reason, words, person_id,
                               person_name, at, valid_to, looked_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
)sql"};

const db::Statement put_in_basket{"purchase.put_in_basket", R"sql(
UPDATE purchase.requirement
   SET state = 'basket', drop_reason = $2, version = version + 1
 WHERE impact_id = $1
   AND state = 'chosen'
)sql"};

const db::Statement update_to_unless{"purchase.update_to_unless", R"sql(
UPDATE purchase.impact
   SET state = 'unless', reason = $2, words = $3, valid_to = $4, standing_id = $5, decided_by = $6,
       proposed_by = NULL, decider_id = NULL, second_look = false, for_category = false, version = version + 1
 WHERE id = $1
)sql"};

void hold_unless(db::Session& session, const PurchaseRow& purchase, const ThemeRow& row, const std::string& theme, const UnlessInput& in,
                 const DecisionMore& more, Instant now) {
  const Uuid decider = more.person.value_or(session.actor().person_id);
  const std::string name = name_of_person(session, decider);
  std::optional<Uuid> standing;
  if (in.for_category) {
    standing = new_id();
    session.query(insert_standing, session.actor().municipality_id, *standing, purchase.category, purchase.unit_id, theme, in.reason,
                  in.words, decider, name, now, in.valid_to, more.looked_by);
  }
  session.query(update_to_unless, row.id, in.reason, std::string(text::trim(in.words)), in.valid_to, standing, name);
  // What is out in the open was asked; it stays.
  if (!is_public(purchase.status)) session.query(put_in_basket, row.id, std::string(set_aside));
  record_decision(session, purchase.id, theme, "unless", in, now, more);
  settle(session, purchase.id);
  tell_decided(session, purchase, theme, row, now);
}

void decide_unless(db::Session& session, const Uuid& id, const std::string& theme, const UnlessInput& in, Instant now) {
  const PurchaseRow purchase = locked(session, id);
  const ThemeRow row = locked_theme(session, id, theme);
  require_mandate(session, purchase, in.for_category);
  require_undecided_place(purchase);
  check_unless(session, purchase, in, date_of(now));
  if (row.second_look) throw conflict("secondLookWaits");
  const std::vector<Departure> departs = departures(session, id)[theme];
  // Who may look a second time, and decides what somebody else proposed, is the second.
  const bool by_two = row.state == ThemeState::proposed && row.proposed_by && *row.proposed_by != session.actor().person_id;
  if (departs.empty() || (by_two && looks_twice(session)))
    hold_unless(session, purchase, row, theme, in, {departs, {}, departs.empty() ? std::nullopt : std::optional(person_name(session)), {}},
                now);
  else wait_for_second_look(session, id, row, theme, in, departs, now);
}

const db::Statement lapsed_impacts{"purchase.lapsed_impacts", R"sql(
SELECT i.id, i.purchase_id, i.theme
  FROM purchase.impact i
  JOIN purchase.purchase p ON p.municipality_id = i.municipality_id AND p.id = i.purchase_id
 WHERE i.valid_to < $1
   AND i.state IN ('unless', 'proposed')
   AND p.status IN ('planned', 'preparation', 'consultation')
   FOR UPDATE OF i
)sql"};

const db::Statement insert_lapse{"purchase.insert_lapse", R"sql(
INSERT INTO purchase.decision (municipality_id, id, purchase_id, theme, kind, words, person_name, at)
VALUES ($1, $2, $3, $4, 'lapsed', '', '–', $5)
)sql"};

std::int64_t lapse(db::Session& session, Date today, Instant now) {
  const auto rows = session.query(lapsed_impacts, today);
  for (int i = 0; i < rows.rows(); ++i) {
    session.query(insert_lapse, session.actor().municipality_id, new_id(), rows.get<Uuid>(i, 1), rows.text(i, 2), now);
    reopen_theme(session, rows.get<Uuid>(i, 1), rows.get<Uuid>(i, 0));
  }
  return rows.rows();
}

const db::Statement decisions_of_purchase{"purchase.decisions_of_purchase", R"sql(
SELECT id, theme, kind, reason, words, valid_to, standing, departs, person_name, looked_by, looked_words, at,
       outcome, outcome_words, outcome_by
  FROM purchase.decision
 WHERE purchase_id = $1
 ORDER BY at DESC, id DESC
 LIMIT 200
)sql"};

std::vector<DecisionView> decisions_of(db::Session& session, const Uuid& purchase) {
  return session.rows<DecisionView>(decisions_of_purchase, purchase);
}

void add_unless_routes(http::Router& router) {
  const auto path = [](const char* step) { return std::string("/purchases/{id}/themes/{theme}/") + step; };
  router.put<ThemeDecided>(path("proposal"), "purchase.edit", {"proposeUnless", "unless", "Propose an unless to the budget holder"},
                           [](const http::Request& request, db::Session& session, const UnlessInput& in) {
                             const Uuid id = request.id_param("id");
                             locked(session, id);  // everybody locks the purchase first
                             request.expect_version(locked_theme(session, id, request.param("theme")).version);
                             propose_unless(session, id, request.param("theme"), in, request.now);
                             return now_of(session, id, request.param("theme"));
                           });
  router.put<ThemeDecided>(path("proposal-withdrawal"), "purchase.edit", {"withdrawUnlessProposal", "unless", "Take a proposal back"},
                           take_back);
  router.put<ThemeDecided>(path("unless"), "purchase.decide",
                           {"decideUnless", "unless", "Decide an unless: the budget holder of this purchase only, within the mandate"},
                           [](const http::Request& request, db::Session& session, const UnlessInput& in) {
                             const Uuid id = request.id_param("id");
                             locked(session, id);  // everybody locks the purchase first
                             request.expect_version(locked_theme(session, id, request.param("theme")).version);
                             decide_unless(session, id, request.param("theme"), in, request.now);
                             return now_of(session, id, request.param("theme"));
                           });
  router.put<ThemeDecided>(path("application"), "purchase.decide",
                           {"applyTheme", "unless", "The budget holder refuses a proposal or takes an unless back"}, refuse);
  router.put<ThemeDecided>(path("reopening"), "purchase.reopen", {"reopenUnless", "unless", "The director reopens an unless"}, reopen);
  router.get<UnlessList>("/unless-decisions", "purchase.read", {"listUnlessDecisions", "unless", "Who decided unless on what, and why"},
                         [](const http::Request& request, db::Session& session, const UnlessQuery& query) {
                           session.query("SELECT set_config('tenzij.today', $1, true)", date_of(request.now).str());
                           return list_unless(session, query);
                         });
  router.post<http::None>("/unless-decisions/{id}/outcome", "purchase.edit",
                          {"evaluateUnless", "unless", "How an unless turned out, looking back"}, evaluate, 204);
  router.post<http::None>(
      "/standing-unless/{id}/withdrawal", "purchase.decide",
      {"withdrawStandingUnless", "unless", "An unless for a category holds no longer for new purchases"},
      [](const http::Request& request, db::Session& session) {
        const auto row = session.query("SELECT person_id FROM purchase.standing WHERE id = $1 AND withdrawn_at IS NULL FOR UPDATE",
                                       request.id_param("id"));
        if (row.empty()) throw not_found();
        if (row.get<Uuid>(0, 0) != request.who.person_id && !request.who.may("purchase.reopen"))
          throw Error(403, "notBudgetHolder", {{"name", "–"}});
        session.query("UPDATE purchase.standing SET withdrawn_at = $2 WHERE id = $1", request.id_param("id"), request.now);
      },
      204);
}

}  // namespace tenzij::purchase
