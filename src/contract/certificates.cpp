// PSO certificates of suppliers: a row a period. What they count for is in the rule of the contract.
#include "contract/store.h"
#include "contract/terms.h"

namespace tenzij::contract {

namespace {

struct PsoCertificateInput {
  std::string step;  // aspirant, basis, 1, 2, 3 or 30+
  Date from_on;
  Date to_on;
  std::string words;  // where that was seen
};
BOOST_DESCRIBE_STRUCT(PsoCertificateInput, (), (step, from_on, to_on, words))
struct PsoCertificate : PsoCertificateInput {
  Uuid id;
  std::string person_name;
  Instant at;
};
BOOST_DESCRIBE_STRUCT(PsoCertificate, (PsoCertificateInput), (id, person_name, at))
struct PsoCertificateList {
  std::vector<PsoCertificate> items;  // the newest first
};
BOOST_DESCRIBE_STRUCT(PsoCertificateList, (), (items))
struct CertificateCreated {
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(CertificateCreated, (), (id))

// Whatever the supplier is called.
const db::Statement certificates_of{"contract.certificates_of", R"sql(
SELECT x.step, x.from_on, x.to_on, x.words, x.id, x.person_name, x.at
  FROM contract.certificate x
 WHERE x.party_id IN (SELECT id FROM party.same_as($1))
 ORDER BY x.from_on DESC, x.id
)sql"};

const db::Statement insert_certificate{"contract.insert_certificate", R"sql(
INSERT INTO contract.certificate (municipality_id, id, party_id, step, from_on, to_on, words, person_name, at)
VALUES (platform.current_municipality(), $1, $2, $3, $4, $5, $6, $7, $8)
)sql"};

Uuid known_party(db::Session& session, const Uuid& id) {
  if (session.query("SELECT 1 FROM party.party WHERE id = $1", id).empty()) throw not_found();
  return id;
}

CertificateCreated add_certificate(const http::Request& request, db::Session& session, const PsoCertificateInput& in) {
  const Uuid party = known_party(session, request.id_param("id"));
  std::vector<FieldError> errors;
  const std::string words(text::trim(in.words));
  if (std::find(pso_steps.begin(), pso_steps.end(), in.step) == pso_steps.end()) errors.push_back({"/step", "notInList"});
  if (words.empty()) errors.push_back({"/words", "required"});
  check_year("/fromOn", in.from_on, errors);
  check_year("/toOn", in.to_on, errors);
  if (in.to_on < in.from_on) errors.push_back({"/toOn", "toBeforeFrom"});
  if (!errors.empty()) throw bad_request(std::move(errors));
  const Uuid id = new_id();
  session.query(insert_certificate, id, party, in.step, in.from_on, in.to_on, words, name_of_actor(session), request.now);
  return {id};
}

}  // namespace

void add_certificate_routes(http::Router& router) {
  router.get<PsoCertificateList>("/parties/{id}/certificates", "contract.read",
                                 {"listPartyCertificates", "social return", "PSO certificates of a supplier, the newest first"},
                                 [](const http::Request& request, db::Session& session) {
                                   const Uuid party = known_party(session, request.id_param("id"));
                                   return PsoCertificateList{session.rows<PsoCertificate>(certificates_of, party)};
                                 });
  router.post<CertificateCreated>("/parties/{id}/certificates", "contract.edit",
                                  {"addCertificate", "social return", "A PSO certificate with its first and last day"}, add_certificate);
  router.remove("/certificates/{id}", "contract.edit", {"removeCertificate", "social return", "That certificate was not so"},
                [](const http::Request& request, db::Session& session) {
                  if (session.query("DELETE FROM contract.certificate WHERE id = $1", request.id_param("id")).affected() == 0)
                    throw not_found();
                });
}

}  // namespace tenzij::contract
