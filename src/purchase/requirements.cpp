// Requirements of a purchase: chosen from the library or written here, filled in, weighted, and watched by the guard rails.
#include "purchase/store.h"

namespace tenzij::purchase {

namespace {

struct ChoiceInput {
  std::string theme;
  Uuid criterion_id;
  bool basket = false;
};
BOOST_DESCRIBE_STRUCT(ChoiceInput, (), (theme, criterion_id, basket))

struct OwnRequirementInput : RequirementFields {
  std::string theme;
  int level{};
  bool open = false;
};
BOOST_DESCRIBE_STRUCT(OwnRequirementInput, (RequirementFields), (theme, level, open))

struct RequirementStateInput {
  RequirementState state{};
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(RequirementStateInput, (), (state, reason))

constexpr std::int64_t most_requirements = 200;

constexpr std::string_view requirement_columns = R"sql(
SELECT r.title, r.text, r.variables, r.instrument, r.evidence, r.moment, r.who, r.weight_bp, r.id, r.version,
       i.theme, r.impact_id, r.state, r.criterion_id, r.edition, c.edition AS newest_edition,
       c.status AS criterion_status, r.level, r.open, r.from_cents, r.indicator, r.drop_reason, '' AS filled,
       NULL::bigint AS amount_cents
  FROM purchase.requirement r
  JOIN purchase.impact i ON i.municipality_id = r.municipality_id AND i.id = r.impact_id
  LEFT JOIN criteria.criterion c ON c.municipality_id = r.municipality_id AND c.id = r.criterion_id
)sql";

// The share of the value that must become work or training, when that is what this requirement asks.
std::optional<int> obligation_bp(const Requirement& in) {
  if (in.theme != "social_return" || in.instrument != "contract_clause") return std::nullopt;
  const std::string text = text::lower_ascii(in.text);
  if (text.find("van de waarde") == std::string::npos && text.find("opdrachtsom") == std::string::npos) return std::nullopt;
  for (const criteria::Variable& each : in.variables) {
    if (each.kind != criteria::VariableKind::percentage) continue;
    std::string number = each.value;
    std::replace(number.begin(), number.end(), ',', '.');
    // The same reader as for money: two decimals, in hundredths.
    const auto hundredths = parse_cents(number);
    if (hundredths && *hundredths <= 10'000) return static_cast<int>(*hundredths);
  }
  return std::nullopt;
}

void complete(Requirement& in, const PurchaseRow& purchase) {
  in.filled = criteria::filled(in.text, in.variables);
  if (const auto share = obligation_bp(in)) in.amount_cents = part_of(purchase.value_cents, *share);
}

const db::Statement requirement_of_purchase{"purchase.requirement_of_purchase", {requirement_columns, R"sql(
 WHERE r.id = $1
   AND r.purchase_id = $2
)sql"}};

Requirement one_requirement(db::Session& session, const PurchaseRow& purchase, const Uuid& id) {
  auto out = session.find<Requirement>(requirement_of_purchase, id, purchase.id);
  if (!out) throw not_found();
  complete(*out, purchase);
  return *out;
}

const db::Statement weight_of_others{"purchase.weight_of_others", R"sql(
SELECT coalesce(sum(weight_bp), 0)
  FROM purchase.requirement
 WHERE purchase_id = $1
   AND state = 'chosen'
   AND id IS DISTINCT FROM $2
)sql"};

void check_requirement(db::Session& session, const PurchaseRow& purchase, const RequirementFields& in, const std::optional<Uuid>& self) {
  std::vector<FieldError> errors;
  json::check_lengths(in, "", errors);
  if (text::trim(in.title).empty()) errors.push_back({"/title", "required"});
  if (text::trim(in.text).empty()) errors.push_back({"/text", "required"});  // without evidence the guard rails warn
  if (session.query("SELECT 1 FROM reference.code WHERE list = 'instrument' AND code = $1", in.instrument).empty())
    errors.push_back({"/instrument", "notInList"});
  for (std::size_t i = 0; i < in.variables.size(); ++i)
    if (text::trim(in.variables[i].value).empty()) errors.push_back({"/variables/" + std::to_string(i) + "/value", "required"});
  if (in.weight_bp && in.instrument != "award_criterion") errors.push_back({"/weightBp", "weightOnlyForAward"});
  if (in.weight_bp && (*in.weight_bp < 0 || *in.weight_bp > 10'000)) {
    errors.push_back({"/weightBp", "outOfRange", {{"least", "0"}, {"most", "100"}}});
  } else if (in.weight_bp) {
    const auto others = session.scalar<std::int64_t>(weight_of_others, purchase.id, self).value_or(0);
    if (others + *in.weight_bp > 10'000) errors.push_back({"/weightBp", "weightsAboveHundred"});
  }
  if (!errors.empty()) throw bad_request(std::move(errors));
}

// What was awarded was asked; it is not rewritten afterwards.
PurchaseRow changeable(db::Session& session, const Uuid& id) {
  PurchaseRow out = locked(session, id);
  if (out.status != Status::published && is_public(out.status)) throw conflict("purchaseAwarded");
  if (out.status == Status::stopped) throw conflict("purchaseClosed");
  return out;
}

Uuid impact_id(db::Session& session, const Uuid& purchase, const std::string& theme) {
  const auto id = session.scalar<Uuid>("SELECT id FROM purchase.impact WHERE purchase_id = $1 AND theme = $2", purchase, theme);
  if (!id) throw bad_field("/theme", "unknownTheme");
  return *id;
}

// A theme is asked or unless, never both.
void require_no_unless(db::Session& session, const Uuid& impact) {
  if (session.scalar<std::string>("SELECT state FROM purchase.impact WHERE id = $1", impact) == "unless") throw conflict("unlessHolds");
}

struct NewRequirement {
  std::optional<Uuid> criterion_id{};
  std::optional<int> edition{};
  RequirementState state = RequirementState::chosen;
  int level = 1;
  bool open = false;
  std::int64_t from_cents = 0;
  std::optional<std::string> indicator{};
};

const db::Statement next_position{"purchase.next_position", R"sql(
SELECT count(*), coalesce(max(position), 0) + 1
  FROM purchase.requirement
 WHERE purchase_id = $1
)sql"};

const db::Statement insert_requirement{"purchase.insert_requirement", R"sql(
INSERT INTO purchase.requirement (municipality_id, id, purchase_id, impact_id, criterion_id, edition, state,
                                  position, title, text, variables, instrument, level, open, evidence, moment,
                                  who, from_cents, indicator, weight_bp, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
)sql"};

Uuid add_requirement_row(db::Session& session, const PurchaseRow& purchase, const std::string& theme, const RequirementFields& in,
                         const NewRequirement& more, Instant now) {
  const Uuid impact = impact_id(session, purchase.id, theme);
  if (more.state == RequirementState::chosen) require_no_unless(session, impact);
  const auto counted = session.query(next_position, purchase.id);
  if (counted.get<std::int64_t>(0, 0) >= most_requirements) throw conflict("tooManyRequirements");
  const Uuid id = new_id();
  session.query(insert_requirement, session.actor().municipality_id, id, purchase.id, impact, more.criterion_id, more.edition, more.state,
                counted.get<int>(0, 1), std::string(text::trim(in.title)), in.text, json::encode(in.variables), in.instrument, more.level,
                more.open, in.evidence, in.moment, in.who, more.from_cents, more.indicator, in.weight_bp, now);
  settle(session, purchase.id);
  return id;
}

const db::Statement update_requirement{"purchase.update_requirement", R"sql(
UPDATE purchase.requirement
   SET title = $2, text = $3, variables = $4, instrument = $5, evidence = $6, moment = $7, who = $8,
       weight_bp = $9, version = version + 1
 WHERE id = $1
)sql"};

Requirement change_requirement(const http::Request& request, db::Session& session, const RequirementFields& in) {
  const PurchaseRow purchase = changeable(session, request.id_param("id"));
  const Requirement before = one_requirement(session, purchase, request.id_param("requirement"));
  request.expect_version(before.version);
  check_requirement(session, purchase, in, before.id);
  session.query(update_requirement, before.id, std::string(text::trim(in.title)), in.text, json::encode(in.variables), in.instrument,
                in.evidence, in.moment, in.who, in.weight_bp);
  return one_requirement(session, purchase, before.id);
}

const db::Statement chosen_beside_this{"purchase.chosen_beside_this", R"sql(
SELECT 1
  FROM purchase.requirement
 WHERE purchase_id = $1
   AND criterion_id = $2
   AND state <> 'dropped'
   AND id <> $3
)sql"};

const db::Statement update_state_of_requirement{"purchase.update_state_of_requirement", R"sql(
UPDATE purchase.requirement
   SET state = $2, drop_reason = $3, version = version + 1
 WHERE id = $1
)sql"};

Requirement set_state(const http::Request& request, db::Session& session, const RequirementStateInput& in) {
  const PurchaseRow purchase = changeable(session, request.id_param("id"));
  const Requirement before = one_requirement(session, purchase, request.id_param("requirement"));
  request.expect_version(before.version);
  if (in.state != RequirementState::dropped && before.criterion_id &&
      !session.query(chosen_beside_this, purchase.id, *before.criterion_id, before.id).empty())
    throw conflict("criterionTwice");
  if (in.state == RequirementState::chosen) require_no_unless(session, before.impact_id);
  if (in.state == RequirementState::dropped && in.reason) {
    std::vector<FieldError> errors;
    reference::Reasons(session).check_given("/reason", *in.reason, errors);
    if (!errors.empty()) throw bad_request(std::move(errors));
  }
  session.query(update_state_of_requirement, before.id, in.state, in.state == RequirementState::dropped ? in.reason : std::nullopt);
  settle(session, purchase.id);
  return one_requirement(session, purchase, before.id);
}

const db::Statement update_to_edition{"purchase.update_to_edition", R"sql(
UPDATE purchase.requirement
   SET title = $2, text = $3, variables = $4, evidence = $5, moment = $6, who = $7, level = $8, from_cents = $9,
       edition = $10, version = version + 1
 WHERE id = $1
)sql"};

// The words of the newest edition; what was filled in stays where the variable still exists.
Requirement renew(const http::Request& request, db::Session& session) {
  const PurchaseRow purchase = changeable(session, request.id_param("id"));
  const Requirement before = one_requirement(session, purchase, request.id_param("requirement"));
  if (!before.criterion_id) throw conflict("noCriterion");
  const auto [in, edition] = criteria::newest(session, *before.criterion_id);
  std::vector<criteria::Variable> variables = in.variables;
  for (criteria::Variable& each : variables)
    for (const criteria::Variable& old : before.variables)
      if (old.name == each.name) each.value = old.value;
  session.query(update_to_edition, before.id, in.title, in.text, json::encode(variables), in.evidence, in.moment, in.who, in.level,
                in.from_cents, edition);
  return one_requirement(session, purchase, before.id);
}

std::string say(const Finding& finding, const Knowledge& knowledge, const std::string& language) {
  const GuardText& text = knowledge.guard.at(finding.code);
  std::string out = language == "en" ? text.en : text.nl;
  for (const auto& [name, value] : finding.args) {
    const std::string place = "{" + name + "}";
    long long number = 0;
    const std::string shown = name == "from" && text::to_int(value, number) ? "€ " + grouped(number, language) : value;
    if (const std::size_t at = out.find(place); at != std::string::npos) out.replace(at, place.size(), shown);
  }
  return out;
}

}  // namespace

std::string grouped(std::int64_t whole, const std::string& language) {
  std::string out = std::to_string(whole);
  for (std::size_t at = out.size(); at > 3;) out.insert(at -= 3, language == "en" ? "," : ".");
  return out;
}

const db::Statement requirements_of_purchase{"purchase.requirements_of_purchase", {requirement_columns, R"sql(
  JOIN reference.theme t ON t.code = i.theme
 WHERE r.purchase_id = $1
 ORDER BY t.position, r.position
)sql"}};

std::vector<Requirement> requirements_of(db::Session& session, const PurchaseRow& purchase) {
  auto out = session.rows<Requirement>(requirements_of_purchase, purchase.id);
  for (Requirement& each : out) complete(each, purchase);
  return out;
}

std::vector<Warning> warnings_of(db::Session& session, const PurchaseRow& purchase, const std::vector<Requirement>& requirements,
                                 const std::vector<ThemeView>& themes, const Knowledge& knowledge, const http::Request& request) {
  // What goes to a florist by word of mouth is no call.
  if (purchase.small) return {};
  const Date day = rules_day(purchase, date_of(request.now));
  const auto asked = social_return(social_return_rules(session, knowledge), threshold_nature(purchase), purchase.value_cents, day);
  GuardFacts facts{purchase.value_cents,
                   advise(procedure_rules(session, knowledge), threshold_nature(purchase), purchase.value_cents, day).level == "european",
                   purchase.market_parties,
                   purchase.other_award,
                   {},
                   asked ? std::optional(asked->percent_bp) : std::nullopt,
                   {}};
  for (const ThemeView& each : themes)
    if (each.state == ThemeState::applied) facts.levels[each.theme] = each.level;
  for (const Requirement& each : requirements)
    if (each.state == RequirementState::chosen)
      facts.requirements.push_back({each.id, each.theme, each.filled, each.evidence, each.instrument, each.level, each.from_cents,
                                    each.weight_bp, obligation_bp(each)});
  std::vector<Warning> out;
  for (const Finding& each : guard(facts, knowledge))
    out.push_back(
        {each.code, each.requirement_id, each.theme, say(each, knowledge, request.language), knowledge.guard.at(each.code).article});
  return out;
}

const db::Statement already_chosen{"purchase.already_chosen", R"sql(
SELECT 1
  FROM purchase.requirement
 WHERE purchase_id = $1
   AND criterion_id = $2
   AND state <> 'dropped'
)sql"};

Uuid choose(db::Session& session, const Uuid& purchase_id, const std::string& theme, const Uuid& criterion, bool basket,
            const Knowledge& knowledge, Instant now) {
  const PurchaseRow purchase = changeable(session, purchase_id);
  const auto [in, edition] = criteria::newest(session, criterion);
  if (!session.query(already_chosen, purchase.id, criterion).empty()) throw conflict("criterionTwice");
  Requirement made;
  made.theme = theme;
  static_cast<RequirementFields&>(made) = {in.title, in.text, in.variables, in.instrument, in.evidence, in.moment, in.who, {}};
  // The percentage of social return is the municipality's own.
  const auto asked = social_return(social_return_rules(session, knowledge), threshold_nature(purchase), purchase.value_cents,
                                   rules_day(purchase, date_of(now)));
  if (asked && obligation_bp(made))
    for (criteria::Variable& each : made.variables)
      if (each.kind == criteria::VariableKind::percentage) each.value = percent_of(asked->percent_bp);
  return add_requirement_row(
      session, purchase, theme, made,
      {criterion, edition, basket ? RequirementState::basket : RequirementState::chosen, in.level, in.open, in.from_cents, in.indicator},
      now);
}

void add_requirement_routes(http::Router& router, const Knowledge& knowledge) {
  router.post<Requirement>(
      "/purchases/{id}/requirements", "purchase.edit",
      {"chooseCriterion", "requirements", "A criterion becomes a requirement of this purchase, or goes into its basket"},
      [&knowledge](const http::Request& request, db::Session& session, const ChoiceInput& in) {
        const Uuid purchase = request.id_param("id");
        const Uuid id = choose(session, purchase, in.theme, in.criterion_id, in.basket, knowledge, request.now);
        suggest_goals(session, purchase_row(session, purchase), knowledge, request.now);
        return one_requirement(session, purchase_row(session, purchase), id);
      });
  router.post<Requirement>(
      "/purchases/{id}/own-requirements", "purchase.edit", {"addOwnRequirement", "requirements", "A requirement in own words"},
      [&knowledge](const http::Request& request, db::Session& session, const OwnRequirementInput& in) {
        const PurchaseRow purchase = changeable(session, request.id_param("id"));
        if (in.level < 1 || in.level > 3) throw bad_field("/level", "outOfRange", {{"least", "1"}, {"most", "3"}});
        check_requirement(session, purchase, in, std::nullopt);
        const Uuid id =
            add_requirement_row(session, purchase, in.theme, in, {{}, {}, RequirementState::chosen, in.level, in.open, 0, {}}, request.now);
        suggest_goals(session, purchase, knowledge, request.now);
        return one_requirement(session, purchase, id);
      });
  router.put<Requirement>("/purchases/{id}/requirements/{requirement}", "purchase.edit",
                          {"changeRequirement", "requirements", "Fill in, weight and word a requirement"}, change_requirement);
  router.put<Requirement>("/purchases/{id}/requirements/{requirement}/state", "purchase.edit",
                          {"moveRequirement", "requirements", "From the basket into the call, or out of it; can be taken back"},
                          [&knowledge](const http::Request& request, db::Session& session, const RequirementStateInput& in) {
                            Requirement out = set_state(request, session, in);
                            suggest_goals(session, purchase_row(session, request.id_param("id")), knowledge, request.now);
                            return out;
                          });
  router.post<Requirement>("/purchases/{id}/requirements/{requirement}/newest-edition", "purchase.edit",
                           {"renewRequirement", "requirements", "Take the words of the criterion's newest edition"}, renew, 200);
}

}  // namespace tenzij::purchase
