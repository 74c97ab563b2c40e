#include "app/application.h"

#include <spdlog/spdlog.h>

#include "administration/administration.h"
#include "app/demo.h"
#include "app/kinds.h"
#include "insight/insight.h"
#include "market/market.h"
#include "measure/measure.h"
#include "notices/notices.h"
#include "platform/base/files.h"
#include "platform/http/problem.h"
#include "policy/policy.h"
#include "publication/publication.h"
#include "reference/reference.h"
#include "supplier/supplier.h"

namespace tenzij::app {

namespace {

http::Response plain(std::string body, int status = 200) {
  http::Response response;
  response.status = status;
  response.content_type = "text/plain; charset=utf-8";
  response.set("Cache-Control", "no-store");
  response.body = std::move(body);
  return response;
}

}  // namespace

void add_routes(http::Router& router, const Wiring& wiring) {
  const auth::AuthSettings settings{wiring.settings.demo, organisation::permissions()};
  // Routes of a supplier have a sign-in of their own; where a write comes from is looked at for them too.
  router.set_authorise([people = auth::authoriser(settings)](http::Request& request, db::Session& session, const http::Route& route) {
    static const http::Route open{.method = http::Method::get, .path = "", .permission = std::string(http::anyone)};
    if (route.permission != supplier::permission) return people(request, session, route);
    people(request, session, open);
    supplier::authorise(request, session);
  });
  router.set_tenant(auth::tenant_of);
  reference::add_routes(router);
  auth::add_routes(router, settings, wiring.rules);
  const auto welcome = [&readers = wiring.readers, &wiring_engine = wiring.engine, &library = wiring.library,
                        folder = wiring.settings.knowledge() / "policy"](db::Session& session, Instant now) {
    policy::add_built_in(session, folder, readers, wiring_engine, now);
    criteria::add_library(session, library, now);
  };
  organisation::add_routes(router, {wiring.settings.demo, welcome}, wiring.rules, wiring.messages, wiring.columns);
  live::add_routes(router, wiring.hub);
  jobs::add_routes(router, wiring.runner);
  mail::add_routes(router, wiring.letters);
  imports::add_routes(router, wiring.imports, {wiring.columns, wiring.messages, wiring.runner});
  thread::add_routes(router, thread_kinds(), wiring.settings.knowledge());
  policy::add_routes(router, wiring.runner, wiring.readers, wiring.engine, wiring.messages, wiring.columns);
  criteria::add_routes(router, {wiring.readers, wiring.library, wiring.messages, wiring.settings.pdf_tool(), wiring.columns});
  measure::add_routes(router, wiring.messages);
  notices::add_routes(router, wiring.runner);
  ambition::add_routes(router, {wiring.rooms, wiring.levels, wiring.messages, wiring.settings.pdf_tool()});
  purchase::add_routes(router, {wiring.readers, wiring.purchases, wiring.messages, wiring.settings.pdf_tool(), wiring.columns});
  party::add_routes(router);
  contract::add_routes(router, {wiring.purchases, wiring.messages, wiring.columns,
                                std::make_shared<const contract::Knowledge>(wiring.settings.knowledge() / "contract")});
  contract::add_evidence_routes(router, wiring.evidence);
  dossier::add_routes(router, wiring.documents, wiring.runner, wiring.messages);
  dossier::add_check_routes(router, wiring.engine, wiring.purchases, wiring.settings.knowledge() / "dossier", wiring.messages);
  contract::add_placement_imports(router, wiring.columns, wiring.messages);
  supplier::add_routes(router, {wiring.messages, wiring.settings.pdf_tool(), wiring.evidence, wiring.columns});
  market::add_routes(router, {market::open_directory(market::read_knowledge(wiring.settings.knowledge())), wiring.purchases,
                              wiring.messages, wiring.columns});
  insight::add_routes(router, insight::read_references(read_file(wiring.settings.knowledge() / "reference" / "national-figures.tsv")),
                      wiring.messages);
  publication::add_routes(router, wiring.messages);
  administration::add_routes(router, {wiring.settings.data});
  const auto document = std::make_shared<std::string>();
  router.get<json::object>(
      "/openapi.json", http::anyone, {"getApiDocument", "reference", "This document"}, [document](const http::Request&, db::Session&) {
        http::Response response;
        response.shared_body = document;
        response.set("Access-Control-Allow-Origin", "*");  // NLgov API Design Rules: the document may be read from anywhere
        return response;
      });
  *document = json::dump(http::api_document(router, TENZIJ_VERSION));
}

thread::Kinds thread_kinds() {
  thread::Kinds out;
  for (const thread::Kinds& each : {thread::organisation_kinds(), policy::thread_kinds(), notices::thread_kinds(), ambition::thread_kinds(),
                                    criteria::thread_kinds(), purchase::thread_kinds(), contract::thread_kinds(), measure::thread_kinds()})
    out.insert(out.end(), each.begin(), each.end());
  return out;
}

std::vector<imports::Kind> import_kinds(const purchase::Knowledge& purchases, const Messages& messages) {
  return {purchase::import_kind(purchases, messages),
          criteria::import_kind(),
          policy::goals_import(),
          organisation::units_import(),
          organisation::people_import(),
          contract::import_kind(),
          contract::placements_import(),
          market::import_kind()};
}

Application::Application(const Settings& settings, Clock clock)
    : launcher_(programs()),
      readers_(launcher_, reader_program),
      settings_(settings),
      evidence_{readers_, settings.scanner},
      clock_(std::move(clock)),
      messages_(settings.knowledge() / "messages"),
      letters_(settings.knowledge() / "mail"),
      rules_(read_file(settings.knowledge() / "passwords" / "common.txt"),
             read_file(settings.knowledge() / "passwords" / "most-used.txt") + "\n" +
                 read_file(settings.knowledge() / "passwords" / "places.txt")),
      files_(settings.home / "web" / "dist"),
      levels_(settings.knowledge() / "ambition" / "levels.json"),
      library_(settings.knowledge() / "criteria"),
      purchases_(settings.knowledge() / "purchase"),
      columns_(settings.knowledge() / "imports", readers_),
      imports_(import_kinds(purchases_, messages_)),
      engine_(std::make_unique<scan::Engine>(settings.knowledge() / "lexicon")),
      documents_{readers_, *engine_, clock_},
      database_(std::make_unique<db::Database>(settings.database())) {
  {
    db::Connection owner = database_->owner();
    reference::load(owner, settings_.knowledge());
    measure::load(owner, settings_.knowledge());
    market::load(owner, settings_.knowledge());
  }
  if (settings_.demo)
    load_demo(*database_, settings_.knowledge() / "demo" / "noorderveen", {readers_, *engine_, rules_, levels_, library_, purchases_},
              clock_);
  router_ = std::make_unique<http::Router>(database_->pool(), messages_, clock_);
  runner_ = std::make_unique<jobs::Runner>(database_->pool(), clock_);
  runner_->on(notices::import_job, notices::import_work({readers_, *engine_, clock_}, messages_));
  runner_->on(policy::import_job, policy::import_work(readers_, *engine_, messages_, clock_));
  runner_->on(notices::rescan_job, notices::rescan_work(*engine_));
  runner_->on(imports::write_job, imports::write_work(imports_, columns_, messages_, clock_));
  runner_->on(imports::undo_job, imports::undo_work(imports_, clock_));
  runner_->on(notices::reread_job, notices::reread_work({readers_, *engine_, clock_}));
  runner_->on(dossier::read_job, dossier::read_work(documents_));
  runner_->on(dossier::rescan_job, dossier::rescan_work(documents_));
  runner_->on(contract::evidence_scan_job, contract::evidence_scan_work(evidence_));
  runner_->on(thread::search_job, purchase::suggest_work(purchases_, clock_));
  metrics_ = std::make_unique<Metrics>();
}

Application::~Application() {
  if (stop()) return;
  // Whoever still works is waited for before what they use goes.
  server_.reset();
  runner_.reset();
  router_.reset();
}

void Application::serve() {
  refresh_municipalities();
  hub_ = std::make_unique<live::Hub>(database_->pool());
  hub_->start();
  rooms_ = std::make_unique<live::Rooms>(database_->pool(), ambition::room_sections, ambition::render, limits::room_tick);
  rooms_->start();
  add_routes(*router_, {settings_, messages_, letters_, rules_, *engine_, readers_, *runner_, *hub_, *rooms_, levels_, library_, purchases_,
                        columns_, imports_, evidence_, documents_});
  router_->set_fallback([this](const http::Request& request) { return outside_api(request); });
  server_ = std::make_unique<http::Server>(
      settings_.server, [this](http::Request& request) { return dispatch(request); },
      [this](http::Method method, std::string_view path) { return router_->body_limit(method, path); },
      [this](http::Request& request) { return router_->admit(request); },
      [this](int status, const std::string& code, const http::Request& request) { return router_->refusal(status, code, request); });
  database_->tell_port(server_->port());
  {
    db::Connection owner = database_->owner();
    mail::say_configured(owner, settings_.mail.configured());
  }
  if (settings_.mail.configured()) {
    mail_ = std::make_unique<mail::Sender>(database_->pool(), settings_.mail, letters_, clock_);
    mail_->start();
  }
  runner_->start(settings_.job_threads);
  if (settings_.housekeeping) housekeeping_ = std::make_unique<Housekeeping>(*database_, clock_);
}

bool Application::stop() {
  const auto until = std::chrono::steady_clock::now() + limits::shutdown_grace;
  bool ended = true;
  if (router_) router_->pools().stop();
  if (server_) ended = server_->stop(until) && router_->pools().busy() == 0;
  if (runner_) ended = runner_->stop(until) && ended;
  if (mail_) mail_->stop(until);
  // What still works may use all that is left.
  if (!ended) return false;
  housekeeping_.reset();
  mail_.reset();
  rooms_.reset();
  hub_.reset();
  return true;
}

unsigned short Application::port() const { return server_->port(); }

void Application::read_from(const std::filesystem::path& knowledge, const std::filesystem::path& pdf_tool) {
  settings_.knowledge_folder = std::filesystem::absolute(knowledge);
  settings_.pdf_folder = std::filesystem::absolute(pdf_tool);
}

bool Application::has_demo() {
  db::Connection owner = database_->owner();
  return !owner.query("SELECT 1 FROM platform.municipality WHERE demo LIMIT 1").empty();
}

std::string Application::setup_token() {
  db::Connection owner = database_->owner();
  return organisation::setup_token(owner);
}

void Application::refresh_municipalities() {
  db::Connection owner = database_->owner();
  for (const auto& municipality : organisation::municipalities(owner)) {
    db::Session session(database_->pool(), {municipality.id, {}, "start"});
    policy::add_built_in(session, settings_.knowledge() / "policy", readers_, *engine_, clock_());
    criteria::add_library(session, library_, clock_());
    notices::enqueue_rescan(session, *engine_, clock_());
    notices::enqueue_reread(session, clock_());
    dossier::enqueue_rescan(session, *engine_, clock_());
    session.commit();
  }
}

http::Response Application::outside_api(const http::Request& request) {
  if (request.path == "/healthz") return plain("ok\n");
  if (request.path == "/readyz") {
    if (!database_->ready()) throw Error(503, "databaseAway");
    return plain("ready\n");
  }
  if (request.path == "/metrics") {
    // For a collector on this machine; through a proxy nobody sees it.
    const bool local = request.remote == "127.0.0.1" || request.remote == "::1";
    if (!local || !request.header("x-forwarded-for").empty()) throw Error(403, "notAllowed");
    metrics_->gauges(database_->pool().in_use(), hub_->subscribers());
    return plain(metrics_->text());
  }
  if (request.path == "/.well-known/security.txt")
    return plain("Contact: mailto:security@tenzij.example\nExpires: 2027-12-31T00:00:00Z\nPreferred-Languages: nl, en\n");
  if (request.path.starts_with(publication::open_path)) return publication::open_page(request, database_->pool(), messages_);
  return files_.serve(request);
}

http::Response Application::dispatch(http::Request& request) {
  const auto begin = std::chrono::steady_clock::now();
  http::Response response = router_->dispatch(request);
  if (!response.later) seen(request, response.status, begin);
  else response.later->on_finish([this, request, begin](const http::Response& made) { seen(request, made.status, begin); });
  return response;
}

void Application::seen(const http::Request& request, int status, std::chrono::steady_clock::time_point begin) {
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  metrics_->request(http::name_of(request.method), status, seconds);
  // Who asks whether we live asks every few seconds: told apart from the pages that people open.
  const bool probe = request.path == "/readyz" || request.path == "/healthz" || request.path == "/metrics";
  const std::string& route = probe ? request.path : request.route;
  if (settings_.request_log)
    spdlog::info("{} {} {} {} {:.1f}ms {}", request.id, http::name_of(request.method), route, status, seconds * 1000,
                 request.who.signed_in() ? request.who.person_id.str() : "-");
}

}  // namespace tenzij::app
