// Parties that look alike: suggested, joined or said to be different by a person, and undone.
#include "party/store.h"

namespace tenzij::party {

namespace {

enum class AlikeBy { name, vat, oin };
BOOST_DESCRIBE_ENUM(AlikeBy, name, vat, oin)
struct AlikePair {
  Uuid one_id;
  std::string one;
  std::optional<std::string> one_kvk;
  std::optional<std::string> one_place;
  std::int64_t one_version;
  Uuid other_id;
  std::string other;
  std::optional<std::string> other_kvk;
  std::optional<std::string> other_place;
  AlikeBy by{};
};
BOOST_DESCRIBE_STRUCT(AlikePair, (), (one_id, one, one_kvk, one_place, one_version, other_id, other, other_kvk, other_place, by))
struct AlikePairs {
  std::vector<AlikePair> items;
};
BOOST_DESCRIBE_STRUCT(AlikePairs, (), (items))
struct ApartInput {
  Uuid other_id;
};
BOOST_DESCRIBE_STRUCT(ApartInput, (), (other_id))

// Without the legal form, spaces and points: "Groenwerk B.V." is like "groenwerk bv". Several KvK numbers share one VAT number in a
// fiscal unity, so nothing here is more than a suggestion.
const db::Statement alike_pairs{"party.alike_pairs", R"sql(
WITH known AS (
  SELECT p.id, p.version, p.name, p.kvk, p.place, p.vat, p.oin,
         regexp_replace(regexp_replace(lower(p.name), '\m(b\.?v\.?|n\.?v\.?|v\.?o\.?f\.?|stichting)(?!\w)', '', 'g'),
                        '[^[:alnum:]]', '', 'g') AS plain
    FROM party.party p
   WHERE p.merged_into IS NULL
), pair AS (
  SELECT plain AS same, 'name' AS by
    FROM known
   WHERE plain <> ''
   GROUP BY plain
  HAVING count(*) > 1
   UNION ALL
  SELECT vat, 'vat'
    FROM known
   GROUP BY vat
  HAVING count(*) > 1
   UNION ALL
  SELECT oin, 'oin'
    FROM known
   GROUP BY oin
  HAVING count(*) > 1
), found AS (
  SELECT DISTINCT ON (a.id, b.id) a.id AS one_id, a.name AS one, a.kvk AS one_kvk, a.place AS one_place,
         a.version AS one_version, b.id AS other_id, b.name AS other, b.kvk AS other_kvk, b.place AS other_place, s.by
    FROM pair s
    JOIN known a ON s.same = CASE s.by WHEN 'name' THEN a.plain WHEN 'vat' THEN a.vat ELSE a.oin END
    JOIN known b ON s.same = CASE s.by WHEN 'name' THEN b.plain WHEN 'vat' THEN b.vat ELSE b.oin END AND a.id < b.id
   WHERE NOT EXISTS (SELECT 1 FROM party.apart x
                      WHERE x.one_id = a.id AND x.other_id = b.id)
   ORDER BY a.id, b.id, s.by
)
SELECT one_id, one, one_kvk, one_place, one_version, other_id, other, other_kvk, other_place, by
  FROM found
 ORDER BY lower(one), one_id, other_id
 LIMIT 100
)sql"};

const db::Statement say_apart{"party.say_apart", R"sql(
INSERT INTO party.apart (municipality_id, one_id, other_id, person_name, at)
SELECT platform.current_municipality(), least($1::uuid, $2::uuid), greatest($1::uuid, $2::uuid), p.name, $3
  FROM organisation.person p
 WHERE p.id = platform.current_person()
    ON CONFLICT DO NOTHING
)sql"};

const db::Statement not_apart{"party.not_apart", R"sql(
DELETE FROM party.apart
 WHERE one_id = least($1::uuid, $2::uuid)
   AND other_id = greatest($1::uuid, $2::uuid)
)sql"};

void both_there(db::Session& session, const Uuid& one, const Uuid& other) {
  if (session.query("SELECT 1 FROM party.party WHERE id = $1", one).empty()) throw not_found();
  if (session.query("SELECT 1 FROM party.party WHERE id = $1", other).empty()) throw bad_field("/otherId", "unknownParty");
  if (one == other) throw bad_field("/otherId", "sameParty");
}

}  // namespace

void add_alike_routes(http::Router& router) {
  router.get<AlikePairs>("/party-lookalikes", "contract.read", {"listAlikeParties", "parties", "Outside organisations that may be one"},
                         [](const http::Request&, db::Session& session) { return AlikePairs{session.rows<AlikePair>(alike_pairs)}; });
  router.put<http::None>("/parties/{id}/apart", "contract.edit", {"sayApart", "parties", "It is not the same as that one"},
                         [](const http::Request& request, db::Session& session, const ApartInput& in) {
                           both_there(session, request.id_param("id"), in.other_id);
                           session.query(say_apart, request.id_param("id"), in.other_id, request.now);
                         });
  router.remove("/parties/{id}/apart/{other}", "contract.edit", {"unsayApart", "parties", "It may be the same after all"},
                [](const http::Request& request, db::Session& session) {
                  if (session.query(not_apart, request.id_param("id"), request.id_param("other")).affected() == 0) throw not_found();
                });
}

}  // namespace tenzij::party
