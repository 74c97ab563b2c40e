// Who has the same page open now. In memory only: nothing is written down, and who left is forgotten within a minute.
#include "organisation/store.h"

namespace tenzij::organisation {

namespace {

struct PresenceInput {
  std::string page;      // path of the record's page
  std::string visit;     // any word, another each time the page is opened: who closes one tab or reloads has not left
  bool leaving = false;  // the page was closed
  static constexpr std::array<json::Length, 2> lengths{{{"page", limits::name_longest}, {"visit", limits::code_longest}}};
};
BOOST_DESCRIBE_STRUCT(PresenceInput, (), (page, visit, leaving))

struct Present {
  Uuid id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(Present, (), (id, name))
struct PresenceList {
  std::vector<Present> items;  // colleagues, without who asks
};
BOOST_DESCRIBE_STRUCT(PresenceList, (), (items))

// A page says every 15 seconds that it is open; who missed two is gone.
constexpr std::chrono::seconds gone_after{40};

class Presence {
 public:
  PresenceList say(const Uuid& municipality, const Present& who, const PresenceInput& in, Instant now) {
    const std::lock_guard lock(mutex_);
    std::erase_if(seen_, [&](const auto& each) { return each.second.at + gone_after < now; });
    const Key self{municipality, in.page, who.id};
    const auto before = seen_.find(self);
    if (!in.leaving) seen_[self] = {who.name, in.visit, now};
    else if (before != seen_.end() && before->second.visit == in.visit) seen_.erase(before);
    PresenceList out;
    for (auto each = seen_.lower_bound({municipality, in.page, Uuid{}}); each != seen_.end(); ++each) {
      const auto& [whose, page, person] = each->first;
      if (whose != municipality || page != in.page) break;
      if (person != who.id) out.items.push_back({person, each->second.name});
    }
    return out;
  }

 private:
  using Key = std::tuple<Uuid, std::string, Uuid>;
  struct Seen {
    std::string name;
    std::string visit;
    Instant at;
  };
  std::mutex mutex_;
  std::map<Key, Seen> seen_;
};

}  // namespace

void add_presence_routes(http::Router& router) {
  router.put<PresenceList>(
      "/presence", "events.read", {"sayPresence", "events", "I have this page open; which colleagues have it open too"},
      [presence = std::make_shared<Presence>()](const http::Request& request, db::Session& session, const PresenceInput& in) {
        if (!in.page.starts_with('/')) throw bad_field("/page", "notPath");
        const Uuid& self = request.who.person_id;
        const auto name = session.scalar<std::string>("SELECT name FROM organisation.person WHERE id = $1", self);
        return presence->say(session.actor().municipality_id, {self, name.value_or("–")}, in, request.now);
      });
}

}  // namespace tenzij::organisation
