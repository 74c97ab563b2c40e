// Two entries that may be one enterprise: suggested by number, or by name and place; joined or said to be different by a person, and
// both can be taken back. Names are compared without legal form, signs and spaces, and by their trigrams.
#include "market/store.h"

namespace tenzij::market {

namespace {

enum class AlikeByWhat { kvk, name };
BOOST_DESCRIBE_ENUM(AlikeByWhat, kvk, name)
struct AlikeEnterprises {
  Uuid one_id;
  std::string one;
  std::optional<std::string> one_kvk;
  std::optional<std::string> one_place;
  std::int64_t one_version;
  Uuid other_id;
  std::string other;
  std::optional<std::string> other_kvk;
  std::optional<std::string> other_place;
  std::int64_t other_version;
  AlikeByWhat by{};
  double likeness;  // 0 to 1
};
BOOST_DESCRIBE_STRUCT(AlikeEnterprises, (),
                      (one_id, one, one_kvk, one_place, one_version, other_id, other, other_kvk, other_place, other_version, by, likeness))
struct AlikeList {
  std::vector<AlikeEnterprises> items;
};
BOOST_DESCRIBE_STRUCT(AlikeList, (), (items))
struct JoinEnterpriseInput {
  Uuid into_id;
};
BOOST_DESCRIBE_STRUCT(JoinEnterpriseInput, (), (into_id))
struct OtherEnterpriseInput {
  Uuid other_id;
};
BOOST_DESCRIBE_STRUCT(OtherEnterpriseInput, (), (other_id))

// Where both have a number and it differs they are two, however alike they look.
const db::Statement alike_enterprises{"market.alike_enterprises", R"sql(
WITH known AS (
  SELECT e.id, e.version, e.name, e.kvk, e.place, lower(coalesce(e.place, '')) AS near,
         btrim(regexp_replace(
                 regexp_replace(lower(e.name), '\m(b\.?v\.?|n\.?v\.?|v\.?o\.?f\.?|stichting|u\.?a\.?)(?!\w)', '', 'g'),
                 '[^[:alnum:]]+', ' ', 'g')) AS plain
    FROM market.enterprise e
   WHERE e.joined_into IS NULL
     AND e.archived_at IS NULL
), pair AS (
  SELECT a.id AS one_id, b.id AS other_id, 'kvk' AS by, 1.0 AS likeness
    FROM known a
    JOIN known b ON a.kvk = b.kvk AND a.id < b.id
   UNION ALL
  SELECT a.id, b.id, 'name', platform.similarity(a.plain, b.plain)
    FROM known a
    JOIN known b ON a.near = b.near AND left(a.plain, 2) = left(b.plain, 2) AND a.id < b.id
   WHERE (a.kvk IS NULL OR b.kvk IS NULL OR a.kvk = b.kvk)
     AND platform.similarity(a.plain, b.plain) >= 0.5
)
SELECT DISTINCT ON (p.likeness, a.name, p.one_id, p.other_id)
       p.one_id, a.name AS one, a.kvk AS one_kvk, a.place AS one_place, a.version AS one_version, p.other_id,
       b.name AS other, b.kvk AS other_kvk, b.place AS other_place, b.version AS other_version, p.by,
       p.likeness::double precision AS likeness
  FROM pair p
  JOIN known a ON a.id = p.one_id
  JOIN known b ON b.id = p.other_id
 WHERE NOT EXISTS (SELECT 1 FROM market.apart x
                    WHERE x.one_id = p.one_id AND x.other_id = p.other_id)
 ORDER BY p.likeness DESC, a.name, p.one_id, p.other_id, p.by
 LIMIT 100
)sql"};

const db::Statement say_enterprises_apart{"market.say_enterprises_apart", R"sql(
INSERT INTO market.apart (municipality_id, one_id, other_id, person_name, at)
SELECT platform.current_municipality(), least($1::uuid, $2::uuid), greatest($1::uuid, $2::uuid), p.name, $3
  FROM organisation.person p
 WHERE p.id = platform.current_person()
    ON CONFLICT DO NOTHING
)sql"};

const db::Statement unsay_enterprises_apart{"market.unsay_enterprises_apart", R"sql(
DELETE FROM market.apart
 WHERE one_id = least($1::uuid, $2::uuid)
   AND other_id = greatest($1::uuid, $2::uuid)
)sql"};

void both_known(db::Session& session, const Uuid& one, const Uuid& other) {
  if (session.query("SELECT 1 FROM market.enterprise WHERE id = $1 FOR UPDATE", one).empty()) throw not_found();
  if (session.query("SELECT 1 FROM market.enterprise WHERE id = $1", other).empty()) throw bad_field("/otherId", "unknownEnterprise");
  if (one == other) throw bad_field("/otherId", "sameEnterprise");
}

// Both stay as they are; what both offer and hold stands on the card of one.
void join_enterprise(const http::Request& request, db::Session& session, const JoinEnterpriseInput& in) {
  const Uuid id = request.id_param("id");
  both_known(session, id, in.into_id);
  if (session.query("SELECT 1 FROM market.enterprise WHERE id = $1 AND joined_into IS NULL", in.into_id).empty() ||
      !session.query("SELECT 1 FROM market.enterprise WHERE joined_into = $1", id).empty())
    throw conflict("joinedAlready");
  session.query("UPDATE market.enterprise SET joined_into = $2, version = version + 1 WHERE id = $1", id, in.into_id);
  session.query("SELECT market.touch($1::uuid[])", std::vector{id, in.into_id});
}

void part_enterprise(const http::Request& request, db::Session& session) {
  const Uuid id = request.id_param("id");
  const auto into =
      session.scalar<Uuid>("SELECT joined_into FROM market.enterprise WHERE id = $1 AND joined_into IS NOT NULL FOR UPDATE", id);
  if (!into) throw not_found();
  session.query("UPDATE market.enterprise SET joined_into = NULL, version = version + 1 WHERE id = $1", id);
  session.query("SELECT market.touch($1::uuid[])", std::vector{id, *into});
}

}  // namespace

void add_alike_routes(http::Router& router) {
  router.get<AlikeList>(
      "/enterprise-lookalikes", "market.read", {"listAlikeEnterprises", "market", "Entries that may be one enterprise"},
      [](const http::Request&, db::Session& session) { return AlikeList{session.rows<AlikeEnterprises>(alike_enterprises)}; });
  router.put<http::None>("/enterprises/{id}/join", "market.edit", {"joinEnterprise", "market", "It is the same as another one"},
                         join_enterprise);
  router.remove("/enterprises/{id}/join", "market.edit", {"partEnterprise", "market", "It is one of its own after all"}, part_enterprise);
  router.put<http::None>("/enterprises/{id}/apart", "market.edit", {"sayEnterprisesApart", "market", "It is not the same as that one"},
                         [](const http::Request& request, db::Session& session, const OtherEnterpriseInput& in) {
                           both_known(session, request.id_param("id"), in.other_id);
                           session.query(say_enterprises_apart, request.id_param("id"), in.other_id, request.now);
                         });
  router.remove("/enterprises/{id}/apart/{other}", "market.edit", {"unsayEnterprisesApart", "market", "It may be the same after all"},
                [](const http::Request& request, db::Session& session) {
                  if (session.query(unsay_enterprises_apart, request.id_param("id"), request.id_param("other")).affected() == 0)
                    throw not_found();
                });
}

}  // namespace tenzij::market
