// What the purchase asked and this contract should promise.
#include "contract/store.h"

namespace tenzij::contract {

namespace {

struct NotPromised {
  Uuid id;  // of the requirement
  std::string title;
  std::string theme;
};
BOOST_DESCRIBE_STRUCT(NotPromised, (), (id, title, theme))
struct NotPromisedList {
  std::vector<NotPromised> items;
};
BOOST_DESCRIBE_STRUCT(NotPromisedList, (), (items))
struct TakenAlong {
  std::int64_t taken;
};
BOOST_DESCRIBE_STRUCT(TakenAlong, (), (taken))

struct ChosenRequirement {
  Uuid id;
  std::string title;
  std::string text;
  std::vector<criteria::Variable> variables;
  std::string theme;
  std::string instrument;
  std::optional<std::string> indicator;
  criteria::Moment moment{};
  int position;
};
BOOST_DESCRIBE_STRUCT(ChosenRequirement, (), (id, title, text, variables, theme, instrument, indicator, moment, position))

// What was asked of who tendered is over; what is asked of who works goes along. $2: also what another contract of the purchase has.
const db::Statement chosen_requirements{"contract.chosen_requirements", R"sql(
SELECT r.id, r.title, r.text, r.variables, i.theme, r.instrument, r.indicator, r.moment, r.position
  FROM contract.contract c
  JOIN purchase.requirement r ON r.municipality_id = c.municipality_id AND r.purchase_id = c.purchase_id
  JOIN purchase.impact i ON i.municipality_id = r.municipality_id AND i.id = r.impact_id
 WHERE c.id = $1
   AND r.state = 'chosen'
   AND r.instrument NOT IN ('exclusion_ground', 'selection_requirement', 'reserved', 'procedure')
   AND NOT EXISTS (SELECT 1 FROM contract.commitment k
                    WHERE k.municipality_id = r.municipality_id AND k.requirement_id = r.id
                      AND (k.contract_id = c.id OR NOT $2))
 ORDER BY r.position, r.id
)sql"};

const db::Statement insert_suggested{"contract.insert_suggested", R"sql(
INSERT INTO contract.commitment (municipality_id, id, contract_id, requirement_id, kind, title, text, theme,
                                 instrument, indicator, figure, indicator_unit, rhythm, position)
SELECT platform.current_municipality(), $1, $2, $3, 'asked', $4, $5, $6, $7, $8, $9, $10, $11,
       coalesce(max(position), 0) + 1
  FROM contract.commitment
 WHERE contract_id = $2
)sql"};

// "Herplaatste klinkers (%)": the unit stands between brackets.
std::pair<std::optional<std::string>, std::optional<std::string>> indicator_parts(const std::optional<std::string>& indicator) {
  if (!indicator || !indicator->ends_with(')')) return {indicator, {}};
  const std::size_t open = indicator->rfind('(');
  if (open == std::string::npos || open == 0) return {indicator, {}};
  return {std::string(text::trim(indicator->substr(0, open))), indicator->substr(open + 1, indicator->size() - open - 2)};
}

Rhythm rhythm_of(criteria::Moment moment) {
  if (moment == criteria::Moment::quarterly) return Rhythm::quarter;
  return moment == criteria::Moment::yearly ? Rhythm::year : Rhythm::once;
}

NotPromisedList not_promised(db::Session& session, const Uuid& contract) {
  NotPromisedList out;
  for (ChosenRequirement& each : session.rows<ChosenRequirement>(chosen_requirements, contract, false))
    out.items.push_back({each.id, std::move(each.title), std::move(each.theme)});
  return out;
}

TakenAlong take_what_was_asked(db::Session& session, const Uuid& id) {
  const ContractRow contract = locked_contract(session, id);
  require_open(contract);
  const TakenAlong out{take_along(session, id, false)};
  if (contract.state != ContractState::draft) plan_moments(session, id);
  return out;
}

}  // namespace

int take_along(db::Session& session, const Uuid& contract, bool all) {
  const auto asked = session.rows<ChosenRequirement>(chosen_requirements, contract, all);
  for (const ChosenRequirement& each : asked) {
    const auto [indicator, unit] = indicator_parts(each.indicator);
    session.query(insert_suggested, new_id(), contract, each.id, each.title, criteria::filled(each.text, each.variables), each.theme,
                  each.instrument, indicator, unit ? purchase::asked_figure(each.variables, *unit) : std::nullopt, unit,
                  rhythm_of(each.moment));
  }
  return static_cast<int>(asked.size());
}

void add_asked_routes(http::Router& router) {
  router.get<NotPromisedList>("/contracts/{id}/not-promised", "contract.read",
                              {"listNotPromised", "contracts", "What its purchase asks and no contract of that purchase promises"},
                              [](const http::Request& request, db::Session& session) {
                                return not_promised(session, contract_row(session, request.id_param("id")).id);
                              });
  router.put<TakenAlong>(
      "/contracts/{id}/not-promised", "contract.edit",
      {"takeNotPromised", "contracts", "What is asked and promised nowhere becomes commitments of this contract"},
      [](const http::Request& request, db::Session& session) { return take_what_was_asked(session, request.id_param("id")); });
}

}  // namespace tenzij::contract
