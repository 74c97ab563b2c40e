// The supplier's plan for social return: asked within so many days of award, and received.
#include "contract/store.h"

namespace tenzij::contract {

namespace {

struct ReturnPlanInput {
  Date received_on;
  std::string words;  // what it says, in a line or two
};
BOOST_DESCRIBE_STRUCT(ReturnPlanInput, (), (received_on, words))

const db::Statement keep_plan{"contract.keep_plan", R"sql(
INSERT INTO contract.return_plan (municipality_id, contract_id, received_on, words, person_name, at)
VALUES (platform.current_municipality(), $1, $2, $3, $4, $5)
ON CONFLICT (municipality_id, contract_id)
DO UPDATE SET received_on = excluded.received_on, words = excluded.words, person_name = excluded.person_name,
              at = excluded.at
)sql"};

void receive_plan(const http::Request& request, db::Session& session, const ReturnPlanInput& in) {
  const ContractRow contract = locked_contract(session, request.id_param("id"));
  require_open(contract);
  std::vector<FieldError> errors;
  const std::string words(text::trim(in.words));
  if (words.empty()) errors.push_back({"/words", "required"});
  check_year("/receivedOn", in.received_on, errors);
  if (date_of(request.now) < in.received_on) errors.push_back({"/receivedOn", "dayAhead"});
  if (!errors.empty()) throw bad_request(std::move(errors));
  session.query(keep_plan, contract.id, in.received_on, words, name_of_actor(session), request.now);
}

}  // namespace

void add_plan_routes(http::Router& router) {
  router.put<http::None>("/contracts/{id}/social-return/plan", "contract.edit",
                         {"receiveReturnPlan", "social return", "The supplier said how it will do it"}, receive_plan);
  router.remove("/contracts/{id}/social-return/plan", "contract.edit", {"removeReturnPlan", "social return", "There is no plan after all"},
                [](const http::Request& request, db::Session& session) {
                  const ContractRow contract = locked_contract(session, request.id_param("id"));
                  require_open(contract);
                  session.query("DELETE FROM contract.return_plan WHERE contract_id = $1", contract.id);
                });
}

}  // namespace tenzij::contract
