// Inviting by address alone: the name is guessed, a link to choose a password goes by mail and is shown once.
#include "organisation/store.h"
#include "platform/mail/mail.h"

namespace tenzij::organisation {

namespace {

// More at once is an import.
constexpr std::size_t most_addresses = 200;

struct NewInvitations {
  std::vector<std::string> addresses;
  std::string role;
  std::optional<Uuid> unit_id;
};
BOOST_DESCRIBE_STRUCT(NewInvitations, (), (addresses, role, unit_id))

enum class InviteResult { invited, known };
BOOST_DESCRIBE_ENUM(InviteResult, invited, known)

struct InvitedPerson {
  std::string address;
  std::string name;
  Uuid person_id;
  InviteResult result{};
  std::optional<std::string> token;  // shown once
  std::optional<Instant> expires_at;
};
BOOST_DESCRIBE_STRUCT(InvitedPerson, (), (address, name, person_id, result, token, expires_at))
struct InvitedPeople {
  std::vector<InvitedPerson> items;
  bool mailed = false;  // each has their link by mail too
};
BOOST_DESCRIBE_STRUCT(InvitedPeople, (), (items, mailed))

struct Known {
  Uuid id;
  std::string name;
  bool account = false;
};
BOOST_DESCRIBE_STRUCT(Known, (), (id, name, account))

const db::Statement person_of_address{"organisation.person_of_address", R"sql(
SELECT p.id, p.name, a.person_id IS NOT NULL AS account
  FROM organisation.person p
  LEFT JOIN auth.account a ON a.municipality_id = p.municipality_id AND a.person_id = p.id
 WHERE lower(p.email) = $1
    OR a.user_name = $1
 ORDER BY a.person_id IS NULL, p.id
 LIMIT 1
)sql"};

const db::Statement insert_invited{"organisation.insert_invited", R"sql(
INSERT INTO organisation.person (municipality_id, id, name, email, unit_id)
VALUES ($1, $2, $3, $4, $5)
)sql"};

bool is_address(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || at == 0 || text.find('@', at + 1) != std::string_view::npos) return false;
  const std::string_view host = text.substr(at + 1);
  const std::size_t dot = host.rfind('.');
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c != ',' && c != ';' && c != '<' && c != '>'; });
  return plain && dot != std::string_view::npos && dot > 0 && dot + 2 < host.size();
}

// "Vos, Marijke <m.vos@x.nl>" as mail programmes copy it: what stands between the brackets.
std::string address_in(std::string_view typed) {
  const std::size_t open = typed.rfind('<');
  const std::size_t close = typed.rfind('>');
  if (open != std::string_view::npos && close != std::string_view::npos && open < close) typed = typed.substr(open + 1, close - open - 1);
  return text::lower_ascii(text::trim(typed));
}

InvitedPerson invite_one(const http::Request& request, db::Session& session, const std::string& address, const NewInvitations& in,
                         const std::string& hash) {
  const auto known = session.find<Known>(person_of_address, address);
  if (known && known->account) return {address, known->name, known->id, InviteResult::known, {}, {}};
  InvitedPerson out{address, known ? known->name : name_in_address(address), known ? known->id : new_id(), InviteResult::invited, {}, {}};
  if (!known) session.query(insert_invited, session.actor().municipality_id, out.person_id, out.name, address, in.unit_id);
  auth::NewAccount account{out.person_id, address, {}, false};
  account.hash = hash;
  auth::create_account(session, account);
  auth::grant_role(session, out.person_id, in.role, in.unit_id);
  const auth::ResetLink link = auth::make_reset_link(session, out.person_id, request.now);
  out.token = link.token;
  out.expires_at = link.expires_at;
  mail::tell(session, out.person_id,
             {"invited", {{"who", name_of(session, request.who.person_id)}, {"user", address}}, "", "/nieuw-wachtwoord#" + link.token},
             request.now);
  return out;
}

InvitedPeople invite(const http::Request& request, db::Session& session, const NewInvitations& in) {
  std::vector<FieldError> errors;
  std::vector<std::string> addresses;
  for (const std::string& each : in.addresses)
    if (const std::string address = address_in(each); !address.empty() && std::ranges::find(addresses, address) == addresses.end())
      addresses.push_back(address);
  if (addresses.empty()) errors.push_back({"/addresses", "required"});
  if (addresses.size() > most_addresses) errors.push_back({"/addresses", "tooMany", {{"limit", std::to_string(most_addresses)}}});
  for (const std::string& each : addresses) {
    if (!is_address(each)) errors.push_back({"/addresses", "notAnAddress", {{"text", each}}});
    else if (text::code_points(each) > limits::name_longest)
      errors.push_back({"/addresses", "tooLong", {{"limit", std::to_string(limits::name_longest)}}});
  }
  if (!known_role(in.role)) errors.push_back({"/role", "unknownRole"});
  if (in.unit_id && session.query("SELECT 1 FROM organisation.unit WHERE id = $1 AND ended_on IS NULL", *in.unit_id).empty())
    errors.push_back({"/unitId", "unknownUnit"});
  if (!errors.empty()) throw bad_request(std::move(errors));
  const std::string hash = auth::no_password();
  InvitedPeople out{{}, mail::is_configured(session)};
  for (const std::string& each : addresses) out.items.push_back(invite_one(request, session, each, in, hash));
  return out;
}

}  // namespace

std::string name_in_address(std::string_view address) {
  static const std::set<std::string, std::less<>> between{"van", "de", "den", "der", "het", "ter", "ten", "te", "in", "op", "el", "von"};
  std::vector<std::string> words;
  std::string word;
  for (const char c : std::string(address.substr(0, address.find('@'))) + '.') {
    if (c != '.' && c != '_' && c != '+') {
      word += c;
      continue;
    }
    if (!word.empty()) words.push_back(word);
    word.clear();
  }
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string each = words[i];
    const bool small = i > 0 && i + 1 < words.size() && between.contains(each);
    if (each.size() == 1) each += '.';
    // "anne-marie": each of its parts.
    for (std::size_t at = 0; at < each.size(); ++at)
      if (!small && (at == 0 || each[at - 1] == '-') && each[at] >= 'a' && each[at] <= 'z')
        each[at] = static_cast<char>(each[at] - 'a' + 'A');
    out += (out.empty() ? "" : " ") + each;
  }
  return out.empty() ? std::string(address) : out;
}

void add_invite_routes(http::Router& router) {
  router.post<InvitedPeople>("/people/invitations", "organisation.edit",
                             {"invitePeople", "accounts",
                              "Accounts by address alone, all or none: the name is guessed, each gets a link for a password, shown once"},
                             invite);
}

}  // namespace tenzij::organisation
