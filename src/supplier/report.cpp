// What a contact reports: a figure or words at a moment, also for more contracts at once, "not known yet", and placements.
#include "supplier/store.h"

namespace tenzij::supplier {

namespace {

struct AlsoThere {
  Uuid id;
  std::int64_t version{};
};
BOOST_DESCRIBE_STRUCT(AlsoThere, (), (id, version))
struct SupplierReportInput : contract::ReportInput {
  std::vector<AlsoThere> also;  // moments of other contracts for which the same holds, as the supplier says
  static constexpr std::array<json::Length, 1> lengths{{{"also", limits::text_longest, 50}}};
};
BOOST_DESCRIBE_STRUCT(SupplierReportInput, (contract::ReportInput), (also))
struct NotKnownInput {
  Date known_on;
};
BOOST_DESCRIBE_STRUCT(NotKnownInput, (), (known_on))
struct SupplierPlacementCreated {
  Uuid id;
};
BOOST_DESCRIBE_STRUCT(SupplierPlacementCreated, (), (id))
struct LastDayInput {
  Date to_on;
};
BOOST_DESCRIBE_STRUCT(LastDayInput, (), (to_on))

// Not known later than this: then the day itself is to be talked about.
constexpr std::chrono::days known_within{366};

// The same question in the same period.
bool alike(const SupplierMoment& a, const SupplierMoment& b) {
  return a.indicator == b.indicator && a.indicator_unit == b.indicator_unit && a.period_from == b.period_from &&
         a.period_to == b.period_to && (a.indicator || a.title == b.title);
}

}  // namespace

void report_one(db::Session& session, const SupplierMoment& moment, const Self& self, const contract::ReportInput& in, Instant now) {
  contract::report_moment(session, {moment.contract_id, moment.id, moment.version}, in, now, reporter_of(self));
  contract::send_held_evidence(session, moment.id, self.contact_id);
  session.query("DELETE FROM supplier.not_known WHERE moment_id = $1", moment.id);
}

namespace {

SupplierMoment report(const http::Request& request, db::Session& session, const SupplierReportInput& in) {
  Self self;
  const Place home = home_of(session);
  const auto back = [&] { session.become({home.municipality_id, {}, "contact:" + home.contact_id.str()}); };
  const SupplierMoment moment = own_moment(session, request.id_param("id"), request.now, &self);
  request.expect_version(moment.version);
  report_one(session, moment, self, in, request.now);
  const Place place{session.actor().municipality_id, self.contact_id};
  for (std::size_t i = 0; i < in.also.size(); ++i) {
    back();
    const SupplierMoment other = own_moment(session, in.also[i].id, request.now, &self);
    const std::string pointer = "/also/" + std::to_string(i);
    if (other.id == moment.id || !alike(moment, other)) throw bad_field(pointer, "notAlike");
    if (other.version != in.also[i].version) throw Error(412, "changedMeanwhile");
    report_one(session, other, self, in, request.now);
    give_files(session, place, moment.id, {session.actor().municipality_id, self.contact_id}, other.id, request.now);
  }
  back();
  session.query("DELETE FROM supplier.draft WHERE contact_id = $1 AND form = $2", home.contact_id, "moment/" + moment.id.str());
  return own_moment(session, moment.id, request.now);
}

const db::Statement put_not_known{"supplier.put_not_known", R"sql(
INSERT INTO supplier.not_known (municipality_id, moment_id, known_on, reporter_name, at)
VALUES (platform.current_municipality(), $1, $2, $3, $4)
ON CONFLICT (municipality_id, moment_id)
DO UPDATE SET known_on = excluded.known_on, reporter_name = excluded.reporter_name, at = excluded.at
)sql"};

void not_known(const http::Request& request, db::Session& session, const NotKnownInput& in) {
  Self self;
  const SupplierMoment moment = own_moment(session, request.id_param("id"), request.now, &self);
  if (moment.state != MomentState::planned && moment.state != MomentState::asked && moment.state != MomentState::rejected)
    throw conflict("momentState");
  const Date today = date_of(request.now);
  if (in.known_on <= today) throw bad_field("/knownOn", "dayInPast");
  if (std::chrono::sys_days(in.known_on.ymd) - std::chrono::sys_days(today.ymd) > known_within) throw bad_field("/knownOn", "dayTooFar");
  session.query(put_not_known, moment.id, in.known_on, reporter_of(self), request.now);
}

void known_after_all(const http::Request& request, db::Session& session) {
  const SupplierMoment moment = own_moment(session, request.id_param("id"), request.now);
  session.query("DELETE FROM supplier.not_known WHERE moment_id = $1", moment.id);
}

SupplierPlacementCreated add_own_placement(const http::Request& request, db::Session& session, const contract::PlacementInput& in) {
  Self self;
  const SupplierContract own = own_contract(session, request.id_param("id"), request.now, &self);
  return {contract::add_placement(session, own.id, in, request.now, reporter_of(self))};
}

// One of this contract; what another contract has is not there.
Uuid own_placement(const http::Request& request, db::Session& session) {
  const SupplierContract own = own_contract(session, request.id_param("id"), request.now);
  const Uuid id = request.id_param("placement");
  if (session.query("SELECT 1 FROM contract.placement WHERE id = $1 AND contract_id = $2", id, own.id).empty()) throw not_found();
  return id;
}

}  // namespace

void add_report_routes(http::Router& router) {
  router.put<SupplierMoment>("/supplier/moments/{id}/report", permission,
                             {"reportOwnMoment", "supplier", "What was done; also for other contracts where the same holds"}, report);
  router.put<http::None>("/supplier/moments/{id}/later", permission,
                         {"sayNotKnownYet", "supplier", "Not known yet, and on which day it will be; the day it is due stays"}, not_known);
  router.remove("/supplier/moments/{id}/later", permission, {"sayKnown", "supplier", "It is known after all"}, known_after_all);
  router.post<SupplierPlacementCreated>("/supplier/contracts/{id}/placements", permission,
                                        {"addOwnPlacement", "supplier", "Somebody works through it; a reference, no name and no BSN"},
                                        add_own_placement);
  router.put<http::None>("/supplier/contracts/{id}/placements/{placement}/end", permission,
                         {"endOwnPlacement", "supplier", "The last day of who is still there"},
                         [](const http::Request& request, db::Session& session, const LastDayInput& in) {
                           contract::end_placement(session, own_placement(request, session), in.to_on);
                         });
  router.remove(
      "/supplier/contracts/{id}/placements/{placement}", permission,
      {"removeOwnPlacement", "supplier", "Reported by mistake; not once it was verified"},
      [](const http::Request& request, db::Session& session) { contract::remove_placement(session, own_placement(request, session)); });
}

}  // namespace tenzij::supplier
