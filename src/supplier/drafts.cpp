// What a contact typed and did not send yet: found again on another device. The municipality does not read it.
#include "supplier/store.h"

namespace tenzij::supplier {

namespace {

constexpr std::int64_t drafts_of_contact = 100;  // the oldest goes
constexpr std::size_t draft_longest = 20'000;

struct SupplierDraftInput {
  std::string form;  // "moment/ID"
  std::string content;
  static constexpr std::array<json::Length, 2> lengths{{{"form", 200}, {"content", draft_longest}}};
};
BOOST_DESCRIBE_STRUCT(SupplierDraftInput, (), (form, content))
struct SupplierDraft {
  std::string form;
  std::string content;
  Instant at;
  static constexpr std::array<json::Length, 2> lengths{{{"form", 200}, {"content", draft_longest}}};
};
BOOST_DESCRIBE_STRUCT(SupplierDraft, (), (form, content, at))
struct SupplierDraftList {
  std::vector<SupplierDraft> items;
};
BOOST_DESCRIBE_STRUCT(SupplierDraftList, (), (items))
struct SupplierDraftQuery {
  std::string form;
};
BOOST_DESCRIBE_STRUCT(SupplierDraftQuery, (), (form))

const db::Statement drafts_of{"supplier.drafts_of", R"sql(
SELECT form, content, at
  FROM supplier.draft
 WHERE contact_id = $1
 ORDER BY at DESC
)sql"};

const db::Statement keep_draft{"supplier.keep_draft", R"sql(
INSERT INTO supplier.draft AS d (municipality_id, contact_id, form, content, at)
VALUES (platform.current_municipality(), $1, $2, $3, $4)
ON CONFLICT (municipality_id, contact_id, form)
DO UPDATE SET content = excluded.content, at = excluded.at, version = d.version + 1
RETURNING form, content, at
)sql"};

const db::Statement too_many_drafts{"supplier.too_many_drafts", R"sql(
DELETE FROM supplier.draft
 WHERE contact_id = $1
   AND form IN (
     SELECT form
       FROM supplier.draft
      WHERE contact_id = $1
      ORDER BY at DESC
     OFFSET $2)
)sql"};

SupplierDraft keep(const http::Request& request, db::Session& session, const SupplierDraftInput& in) {
  if (in.form.empty()) throw bad_field("/form", "required");
  const Uuid contact = home_of(session).contact_id;
  const auto kept = session.find<SupplierDraft>(keep_draft, contact, in.form, in.content, request.now);
  session.query(too_many_drafts, contact, drafts_of_contact);
  return kept.value();
}

}  // namespace

void add_draft_routes(http::Router& router) {
  router.get<SupplierDraftList>("/supplier/drafts", permission, {"listSupplierDrafts", "supplier", "What was typed and not sent yet"},
                                [](const http::Request&, db::Session& session) {
                                  return SupplierDraftList{session.rows<SupplierDraft>(drafts_of, home_of(session).contact_id)};
                                });
  router.put<SupplierDraft>("/supplier/drafts", permission, {"keepSupplierDraft", "supplier", "Keep what was typed; the last counts"},
                            keep);
  router.remove("/supplier/drafts", permission, {"removeSupplierDraft", "supplier", "Throw it away"},
                [](const http::Request&, db::Session& session, const SupplierDraftQuery& query) {
                  session.query("DELETE FROM supplier.draft WHERE contact_id = $1 AND form = $2", home_of(session).contact_id, query.form);
                });
}

}  // namespace tenzij::supplier
