#include "organisation/organisation.h"

namespace tenzij::organisation {

namespace {

struct Letterhead {
  std::string name;
  std::string logo;
};
BOOST_DESCRIBE_STRUCT(Letterhead, (), (name, logo))

}  // namespace

documents::Report begin_report(db::Session& session, const std::string& language) {
  const auto head = session.find<Letterhead>("SELECT name, logo FROM organisation.letterhead()").value_or(Letterhead{});
  documents::Report out;
  out.language = language;
  out.author = head.name;
  out.logo = head.logo;
  return out;
}

}  // namespace tenzij::organisation
