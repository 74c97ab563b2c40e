// Purchases that are made public, and taken back: with what exactly becomes public, before it does. What that is stands in one place,
// the view purchase.public_face.
#include "purchase/store.h"

namespace tenzij::purchase {

namespace {

using organisation::LeftAsItWas;
using organisation::ManyChanged;

constexpr const char* openings_act = "purchase openings";
constexpr int faces_shown = 20;

struct Openings {
  std::vector<Uuid> ids;                // these
  std::optional<PurchaseFilter> found;  // or else all that this finds
  std::optional<OpenAs> open_as;        // none: public no more
  static constexpr std::array<json::Length, 1> lengths{{{"ids", 36, most_purchases_at_once}}};
};
BOOST_DESCRIBE_STRUCT(Openings, (), (ids, found, open_as))

// All that becomes public of one.
struct PublicFace {
  Uuid id;
  std::string title;
  std::optional<std::string> unit;
  std::optional<std::string> category;
  std::optional<std::string> category_nl;
  std::optional<std::string> category_en;
  std::vector<std::string> themes;  // on which something is asked
  int band;
  std::optional<Date> expected_on;  // of a quarter: its first day
};
BOOST_DESCRIBE_STRUCT(PublicFace, (), (id, title, unit, category, category_nl, category_en, themes, band, expected_on))
struct OpeningPreview {
  std::vector<PublicFace> items;  // the first ones
  std::int64_t total;
  std::vector<LeftAsItWas> left;  // that cannot become public, with why
};
BOOST_DESCRIBE_STRUCT(OpeningPreview, (), (items, total, left))

struct OpeningWas {
  Uuid id;
  std::int64_t version;
  std::string title;
  std::optional<OpenAs> open_as;
};
BOOST_DESCRIBE_STRUCT(OpeningWas, (), (id, version, title, open_as))
struct OpeningsWere {
  std::vector<OpeningWas> items;
};
BOOST_DESCRIBE_STRUCT(OpeningsWere, (), (items))

// What keeps a purchase from becoming public: it is no longer to come, or its title names somebody who works here.
struct Judged {
  Uuid id;
  std::string title;
  bool coming;
  bool names;
};
BOOST_DESCRIBE_STRUCT(Judged, (), (id, title, coming, names))
const db::Statement openings_judged{"purchase.openings_judged", R"sql(
SELECT f.id, f.title, f.coming, organisation.names_somebody(f.title) AS names
  FROM purchase.public_face f
 WHERE f.id = ANY ($1::uuid[])
 ORDER BY f.id
)sql"};

const db::Statement faces_of_purchases{"purchase.faces_of_purchases", R"sql(
SELECT f.id, f.title, f.unit, f.category, f.category_nl, f.category_en, to_jsonb(f.themes) AS themes, f.band,
       CASE $2 WHEN 'day' THEN f.day ELSE f.quarter END AS expected_on
  FROM purchase.public_face f
 WHERE f.id = ANY ($1::uuid[])
 ORDER BY expected_on, f.title, f.id
 LIMIT $3
)sql"};

const db::Statement openings_as_they_are{"purchase.openings_as_they_are", R"sql(
SELECT id, version, title, open_as
  FROM purchase.purchase
 WHERE id = ANY ($1::uuid[])
   AND open_as IS DISTINCT FROM $2
 ORDER BY id
   FOR UPDATE
)sql"};

const db::Statement write_openings{"purchase.write_openings", R"sql(
UPDATE purchase.purchase
   SET opened_at = CASE WHEN $2::text IS NULL OR open_as IS NOT NULL THEN opened_at ELSE $3 END,
       open_as = $2, changed_at = $3, version = version + 1
 WHERE id = ANY ($1::uuid[])
)sql"};

const db::Statement set_openings_back{"purchase.set_openings_back", R"sql(
UPDATE purchase.purchase p
   SET opened_at = CASE WHEN r."openAs" IS NULL OR p.open_as IS NOT NULL THEN p.opened_at ELSE $2 END,
       open_as = r."openAs", changed_at = $2, version = p.version + 1
  FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, version bigint, "openAs" text)
 WHERE p.municipality_id = platform.current_municipality()
   AND p.id = r.id
   AND p.version = r.version
RETURNING p.id
)sql"};

// Those that can be what is asked; why the others cannot is added to `left`.
std::vector<Uuid> openable(db::Session& session, const std::vector<Uuid>& ids, const std::optional<OpenAs>& open_as,
                           const std::function<std::string(const Error&)>& say, std::vector<LeftAsItWas>& left) {
  std::vector<Uuid> out;
  std::set<Uuid> there;
  for (const Judged& each : session.rows<Judged>(openings_judged, ids)) {
    there.insert(each.id);
    if (open_as && !each.coming) left.push_back({each.id, each.title, say(conflict("openNotComing"))});
    else if (open_as && each.names) left.push_back({each.id, each.title, say(conflict("openNamesSomebody"))});
    else out.push_back(each.id);
  }
  for (const Uuid& id : std::set<Uuid>(ids.begin(), ids.end()))
    if (!there.contains(id)) left.push_back({id, "", say(not_found())});
  return out;
}

OpeningPreview preview(const http::Request& request, db::Session& session, const Openings& in, const Messages& messages) {
  const auto say = [&](const Error& error) { return organisation::said_of(error, messages, request.language); };
  OpeningPreview out{};
  const auto ids = openable(session, ids_asked(request, session, in.ids, in.found), in.open_as.value_or(OpenAs::quarter), say, out.left);
  out.total = static_cast<std::int64_t>(ids.size());
  out.items = session.rows<PublicFace>(faces_of_purchases, ids, in.open_as.value_or(OpenAs::quarter), faces_shown);
  return out;
}

ManyChanged open_many(const http::Request& request, db::Session& session, const Openings& in, const Messages& messages) {
  const auto say = [&](const Error& error) { return organisation::said_of(error, messages, request.language); };
  ManyChanged out;
  const auto ids = openable(session, ids_asked(request, session, in.ids, in.found), in.open_as, say, out.left);
  OpeningsWere were{session.rows<OpeningWas>(openings_as_they_are, ids, in.open_as)};
  if (were.items.empty()) return out;
  std::vector<Uuid> changed;
  for (OpeningWas& each : were.items) {
    changed.push_back(each.id);
    ++each.version;
  }
  session.query(write_openings, changed, in.open_as, request.now);
  out.changed = static_cast<std::int64_t>(changed.size());
  out.act = organisation::keep_act(session, openings_act, json::encode(were), request.now);
  return out;
}

ManyChanged undo_openings(const http::Request& request, db::Session& session, const Messages& messages) {
  const auto were = json::restore<OpeningsWere>(organisation::take_back(session, request.id_param("id"), openings_act, request.now));
  const auto rows = session.query(set_openings_back, json::encode(were.items), request.now);
  std::set<Uuid> back;
  for (int i = 0; i < rows.rows(); ++i) back.insert(rows.get<Uuid>(i, 0));
  ManyChanged out;
  out.changed = static_cast<std::int64_t>(back.size());
  for (const OpeningWas& each : were.items)
    if (!back.contains(each.id))
      out.left.push_back({each.id, each.title, organisation::said_of(conflict("changedSince"), messages, request.language)});
  return out;
}

}  // namespace

void add_opening_routes(http::Router& router, const PurchaseParts& parts) {
  router.post<OpeningPreview>(
      "/purchase-opening-previews", "purchase.edit",
      {"previewPurchaseOpenings", "purchases", "What becomes public of these purchases, and which cannot; changes nothing"},
      [&messages = parts.messages](const http::Request& request, db::Session& session, const Openings& in) {
        return preview(request, session, in, messages);
      },
      200);
  router.post<ManyChanged>(
      "/purchase-openings", "purchase.edit",
      {"openPurchases", "purchases", "Many at once: public, with the quarter or the day of publication, or public no more"},
      [&messages = parts.messages](const http::Request& request, db::Session& session, const Openings& in) {
        return open_many(request, session, in, messages);
      },
      200);
  router.post<ManyChanged>(
      "/purchase-openings/{id}/undoing", "purchase.edit", {"undoPurchaseOpenings", "purchases", "Take such a change back"},
      [&messages = parts.messages](const http::Request& request, db::Session& session) {
        return undo_openings(request, session, messages);
      },
      200);
}

}  // namespace tenzij::purchase
