#include "policy/store.h"

namespace tenzij::policy {

namespace {

struct StepInput {
  std::string theme;
  std::optional<Uuid> unit_id;
  int current_step{};  // 0: not begun; 1 afweging, 2 pilots, 3 verbreding, 4 borging, 5 leiderschap
  int wanted_step{};
  std::string evidence;
  Date judged_on;
};
BOOST_DESCRIBE_STRUCT(StepInput, (), (theme, unit_id, current_step, wanted_step, evidence, judged_on))

struct Step : StepInput {
  Uuid id;
  std::optional<std::string> person;
  bool latest = false;  // where the theme stands now in this unit
};
BOOST_DESCRIBE_STRUCT(Step, (StepInput), (id, person, latest))

struct StepList {
  std::vector<Step> items;
};
BOOST_DESCRIBE_STRUCT(StepList, (), (items))

const db::Statement latest_steps{"policy.latest_steps", R"sql(
SELECT s.theme, s.unit_id, s.current_step, s.wanted_step, s.evidence, s.judged_on, s.id, p.name AS person,
       row_number() OVER (PARTITION BY s.theme, s.unit_id ORDER BY s.judged_on DESC, s.created_at DESC) = 1 AS latest
  FROM policy.manifest_step s
  LEFT JOIN organisation.person p ON p.municipality_id = s.municipality_id AND p.id = s.person_id
 ORDER BY s.judged_on DESC, s.created_at DESC, s.theme
 LIMIT 2000
)sql"};

StepList steps(db::Session& session) { return {session.rows<Step>(latest_steps)}; }

void check_sections(db::Session& session, const StepInput& in, Date today) {
  std::vector<FieldError> errors;
  if (session.query("SELECT 1 FROM reference.theme WHERE code = $1", in.theme).empty()) errors.push_back({"/theme", "unknownTheme"});
  if (in.unit_id && session.query("SELECT 1 FROM organisation.unit WHERE id = $1", *in.unit_id).empty())
    errors.push_back({"/unitId", "unknownUnit"});
  if (in.current_step < 0 || in.current_step > 5) errors.push_back({"/currentStep", "outOfRange", {{"least", "0"}, {"most", "5"}}});
  if (in.wanted_step < 1 || in.wanted_step > 5) errors.push_back({"/wantedStep", "outOfRange", {{"least", "1"}, {"most", "5"}}});
  if (in.current_step > 0 && text::trim(in.evidence).empty()) errors.push_back({"/evidence", "evidenceNeeded"});
  if (today < in.judged_on) errors.push_back({"/judgedOn", "dateInFuture"});
  if (!errors.empty()) throw bad_request(errors);
}

}  // namespace

const db::Statement insert_step{"policy.insert_step", R"sql(
INSERT INTO policy.manifest_step (municipality_id, id, theme, unit_id, current_step, wanted_step, evidence,
                                  judged_on, person_id, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
)sql"};

void add_manifest_routes(http::Router& router) {
  router.get<StepList>("/manifest-steps", "policy.read",
                       {"listManifestSteps", "policy", "Steps of the Manifest MVOI per theme and unit, newest first"},
                       [](const http::Request&, db::Session& session) { return steps(session); });
  router.post<PolicyCreated>(
      "/manifest-steps", "policy.edit", {"addManifestStep", "policy", "Where a theme stands on a day, with evidence"},
      [](const http::Request& request, db::Session& session, const StepInput& in) {
        check_sections(session, in, date_of(request.now));
        const Uuid id = new_id();
        session.query(insert_step, session.actor().municipality_id, id, in.theme, in.unit_id, in.current_step, in.wanted_step,
                      std::string(text::trim(in.evidence)), in.judged_on, request.who.person_id, request.now);
        return PolicyCreated{id};
      });
  router.remove("/manifest-steps/{id}", "policy.edit", {"removeManifestStep", "policy", "Take a judgement back"},
                [](const http::Request& request, db::Session& session) {
                  if (session.query("DELETE FROM policy.manifest_step WHERE id = $1", request.id_param("id")).affected() == 0)
                    throw not_found();
                });
}

}  // namespace tenzij::policy
