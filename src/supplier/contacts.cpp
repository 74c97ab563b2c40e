// Who is asked at a supplier, as the municipality keeps it.
#include "platform/mail/mail.h"
#include "supplier/store.h"

namespace tenzij::supplier {

namespace {

struct NotKnownYet {
  Uuid moment_id;
  Date known_on;
  std::string reporter_name;
};
BOOST_DESCRIBE_STRUCT(NotKnownYet, (), (moment_id, known_on, reporter_name))
// A contract as seen from who is asked about it.
struct ContractSupplier {
  std::optional<Uuid> party_id;
  std::vector<SupplierContact> contacts;
  std::vector<NotKnownYet> not_known;
  bool mail_configured = false;
};
BOOST_DESCRIBE_STRUCT(ContractSupplier, (), (party_id, contacts, not_known, mail_configured))
struct TogetherInput {
  bool together = false;
};
BOOST_DESCRIBE_STRUCT(TogetherInput, (), (together))
struct SupplierSetting : TogetherInput {
  std::int64_t version;
};
BOOST_DESCRIBE_STRUCT(SupplierSetting, (TogetherInput), (version))

constexpr std::string_view contact_rows = R"sql(
SELECT c.id, c.version, c.party_id, c.name, c.email, c.ended_at IS NOT NULL AS ended,
       (SELECT max(q.at) FROM supplier.question q
         WHERE q.municipality_id = c.municipality_id AND q.contact_id = c.id) AS asked_at,
       (SELECT max(s.created_at) FROM supplier.session s
         WHERE s.municipality_id = c.municipality_id AND s.contact_id = c.id) AS seen_at,
       c.invited_name, c.ended_name
  FROM supplier.contact c
)sql";

const db::Statement contact_by_id{"supplier.contact_by_id", {contact_rows, R"sql(
 WHERE c.id = $1
)sql"}};

const db::Statement contacts_of_party{"supplier.contacts_of_party", {contact_rows, R"sql(
 WHERE c.party_id IN (SELECT s.id FROM party.same_as($1) s)
 ORDER BY c.ended_at IS NOT NULL, lower(c.name), c.id
)sql"}};

SupplierContact contact_row(db::Session& session, const Uuid& id) {
  auto out = session.find<SupplierContact>(contact_by_id, id);
  if (!out) throw not_found();
  return *out;
}

SupplierContact locked_contact(db::Session& session, const Uuid& id) {
  if (session.query("SELECT 1 FROM supplier.contact WHERE id = $1 FOR UPDATE", id).empty()) throw not_found();
  return contact_row(session, id);
}

const db::Statement same_address{"supplier.same_address", R"sql(
SELECT 1
  FROM supplier.contact c
 WHERE lower(c.email) = lower($1)
   AND c.party_id IN (SELECT s.id FROM party.same_as($2) s)
   AND c.id IS DISTINCT FROM $3::uuid
)sql"};

}  // namespace

ContactInput checked_contact(db::Session& session, const ContactInput& given, const Uuid& party, const std::optional<Uuid>& self) {
  ContactInput in{std::string(text::trim(given.name)), std::string(text::trim(given.email))};
  std::vector<FieldError> errors;
  if (in.name.empty()) errors.push_back({"/name", "required"});
  json::check_lengths(in, "", errors);
  if (!mail::is_address(in.email)) errors.push_back({"/email", "notAnAddress", {{"text", in.email}}});
  else if (!session.query(same_address, in.email, party, self).empty()) errors.push_back({"/email", "contactTwice"});
  if (!errors.empty()) throw bad_request(std::move(errors));
  return in;
}

namespace {

const db::Statement insert_contact{"supplier.insert_contact", R"sql(
INSERT INTO supplier.contact (municipality_id, id, party_id, name, email, created_at)
VALUES (platform.current_municipality(), $1, $2, $3, $4, $5)
)sql"};

SupplierContact add_contact(const http::Request& request, db::Session& session, const ContactInput& given) {
  const Uuid party = request.id_param("id");
  if (session.query("SELECT 1 FROM party.party WHERE id = $1 FOR UPDATE", party).empty()) throw not_found();
  const ContactInput in = checked_contact(session, given, party, std::nullopt);
  const Uuid id = new_id();
  session.query(insert_contact, id, party, in.name, in.email, request.now);
  return contact_row(session, id);
}

}  // namespace

void shut_out(db::Session& session, const Uuid& contact) {
  session.query("DELETE FROM supplier.session WHERE contact_id = $1", contact);
  session.query("DELETE FROM supplier.link WHERE contact_id = $1", contact);
  session.query("DELETE FROM supplier.code WHERE contact_id = $1", contact);
}

namespace {

SupplierContact change_contact(const http::Request& request, db::Session& session, const ContactInput& given) {
  const SupplierContact before = locked_contact(session, request.id_param("id"));
  request.expect_version(before.version);
  const ContactInput in = checked_contact(session, given, before.party_id, before.id);
  session.query("UPDATE supplier.contact SET name = $2, email = $3, version = version + 1 WHERE id = $1", before.id, in.name, in.email);
  if (before.email != in.email) shut_out(session, before.id);
  return contact_row(session, before.id);
}

SupplierContact end_contact(const http::Request& request, db::Session& session, bool away) {
  const SupplierContact before = locked_contact(session, request.id_param("id"));
  session.query("UPDATE supplier.contact SET ended_at = $2, ended_name = NULL, version = version + 1 WHERE id = $1", before.id,
                away ? std::optional(request.now) : std::nullopt);
  if (away) shut_out(session, before.id);
  return contact_row(session, before.id);
}

const db::Statement not_known_of_contract{"supplier.not_known_of_contract", R"sql(
SELECT n.moment_id, n.known_on, n.reporter_name
  FROM supplier.not_known n
  JOIN contract.moment m ON m.municipality_id = n.municipality_id AND m.id = n.moment_id
 WHERE m.contract_id = $1
 ORDER BY n.known_on, n.moment_id
)sql"};

ContractSupplier supplier_of(const http::Request& request, db::Session& session) {
  const Uuid id = request.id_param("id");
  if (session.query("SELECT 1 FROM contract.contract WHERE id = $1", id).empty()) throw not_found();
  ContractSupplier out;
  out.party_id = session.scalar<Uuid>("SELECT party_id FROM contract.contract WHERE id = $1 AND party_id IS NOT NULL", id);
  if (out.party_id) out.contacts = session.rows<SupplierContact>(contacts_of_party, *out.party_id);
  // An address is for who writes to it.
  if (!request.who.may("contract.edit"))
    for (SupplierContact& each : out.contacts) each.email.reset();
  out.not_known = session.rows<NotKnownYet>(not_known_of_contract, id);
  out.mail_configured = mail::is_configured(session);
  return out;
}

SupplierSetting setting_now(db::Session& session) {
  return session.find<SupplierSetting>("SELECT together, version FROM supplier.setting").value_or(SupplierSetting{});
}

const db::Statement put_setting{"supplier.put_setting", R"sql(
INSERT INTO supplier.setting AS s (municipality_id, together)
VALUES (platform.current_municipality(), $1)
ON CONFLICT (municipality_id)
DO UPDATE SET together = excluded.together, version = s.version + 1
)sql"};

}  // namespace

void add_contact_routes(http::Router& router) {
  router.get<ContractSupplier>("/contracts/{id}/supplier", "contract.read",
                               {"getContractSupplier", "supplier", "Who is asked about a contract at its supplier, and when"}, supplier_of);
  router.post<SupplierContact>("/parties/{id}/contacts", "contract.edit",
                               {"addSupplierContact", "supplier", "Somebody at a supplier who is asked to report"}, add_contact);
  router.put<SupplierContact>("/supplier-contacts/{id}", "contract.edit",
                              {"changeSupplierContact", "supplier", "Another name or address; another address ends what is open"},
                              change_contact);
  router.put<http::None>("/supplier-contacts/{id}/ending", "contract.edit",
                         {"endSupplierContact", "supplier", "Is asked nothing any more, and comes in no more"},
                         [](const http::Request& request, db::Session& session) { end_contact(request, session, true); });
  router.remove("/supplier-contacts/{id}/ending", "contract.edit", {"restoreSupplierContact", "supplier", "Is asked again"},
                [](const http::Request& request, db::Session& session) { end_contact(request, session, false); });
  router.get<SupplierSetting>(
      "/supplier-settings", "contract.read",
      {"getSupplierSettings", "supplier", "Whether a supplier finds the contracts of several municipalities together"},
      [](const http::Request&, db::Session& session) { return setting_now(session); });
  router.put<SupplierSetting>("/supplier-settings", "organisation.edit",
                              {"changeSupplierSettings", "supplier", "Agree, or not any more; it counts where both municipalities do"},
                              [](const http::Request& request, db::Session& session, const TogetherInput& in) {
                                request.expect_version(setting_now(session).version);
                                session.query(put_setting, in.together);
                                return setting_now(session);
                              });
}

void add_routes(http::Router& router, const SupplierParts& parts) {
  add_contact_routes(router);
  add_ask_routes(router);
  add_entry_routes(router);
  add_own_routes(router);
  add_report_routes(router);
  add_draft_routes(router);
  add_file_routes(router, parts.evidence);
  add_colleague_routes(router);
  add_own_wording_routes(router);
  add_statement_routes(router, parts.messages, parts.pdf_tool);
}

}  // namespace tenzij::supplier
