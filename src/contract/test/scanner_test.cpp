// The virus scanner: a real clamd with one signature, and what happens while it is away.
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>

#include "app/housekeeping.h"
#include "contract/contract.h"
#include "contract/test/fixture.h"
#include "platform/base/files.h"
#include "platform/documents/virus.h"
#include "platform/process/run.h"

namespace tenzij::contract {
namespace {

// The test file that every scanner knows (eicar.org), in two pieces so that nobody finds it here.
const std::string eicar = std::string("X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-") + "ANTIVIRUS-TEST-FILE!$H+H*";

class Scanner : public Contracts {
 protected:
  std::filesystem::path folder;
  pid_t process = 0;
  std::string socket;

  // False when this machine has no clamd.
  bool start() {
    const std::string program = "/usr/sbin/clamd";
    if (!std::filesystem::exists(program)) return false;
    folder = std::filesystem::temp_directory_path() / ("tenzij-clamd-" + new_id().str());
    std::filesystem::create_directories(folder / "signatures");
    std::string hex;
    for (const char c : eicar) {
      const auto byte = static_cast<unsigned char>(c);
      hex += "0123456789abcdef"[byte >> 4U];
      hex += "0123456789abcdef"[byte & 15U];
    }
    write_file(folder / "signatures" / "test.ndb", "Eicar-Test:0:*:" + hex + "\n");
    socket = (folder / "line").string();
    write_file(folder / "clamd.conf",
               "LocalSocket " + socket + "\nDatabaseDirectory " + (folder / "signatures").string() + "\nForeground yes\n");
    const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    process = process::spawn({program, "-c", (folder / "clamd.conf").string()}, nothing, nothing, nothing, process::Path::own);
    close(nothing);
    for (int tries = 0; tries < 3000 && !documents::scan_for_viruses(socket, "x").reached; ++tries) usleep(10'000);
    return true;
  }
  void TearDown() override {
    if (process > 0) {
      kill(process, SIGKILL);
      process::wait_for(process);
    }
    if (!folder.empty()) std::filesystem::remove_all(folder);
  }

  // As the routes do it.
  template <class Work>
  auto as_manager(Work&& work) {
    db::Actor actor = server.actor();
    actor.person_id = *Uuid::parse(person("contract_manager"));
    db::Session session(server.pool(), actor);
    auto out = work(session);
    session.commit();
    return out;
  }
  std::string added(const std::string& contract, const std::string& scanner, const std::string& content) {
    const EvidenceDesk desk{server.application().readers(), scanner};
    const Uuid moment = *Uuid::parse(std::string(moments(contract).at(0).at("id").as_string()));
    return as_manager([&](db::Session& session) {
      try {
        return add_evidence(session, desk, {EvidenceOwner::moment, moment, "staat.csv", content}, server.now()).str();
      } catch (const Error& fault) {
        const FieldError& field = fault.fields().at(0);
        std::string out = field.code;
        for (const auto& [name, value] : field.args) out += " " + value;
        return out;
      }
    });
  }
  json::value file(const std::string& contract, const std::string& id) {
    const json::value all = get(manager, "/contracts/" + contract + "/evidence");
    for (const auto& each : all.at("items").as_array())
      if (each.at("id").as_string() == id) return each;
    return nullptr;
  }
  std::int64_t scan_again(const std::string& scanner) {
    const EvidenceDesk desk{server.application().readers(), scanner};
    return as_manager([&](db::Session& session) { return scan_waiting(session, desk); });
  }
};

TEST_F(Scanner, what_it_finds_is_refused_and_named) {
  if (!start()) GTEST_SKIP() << "no clamd on this machine (Debian: clamav-daemon)";
  const std::string id = running();
  EXPECT_EQ(added(id, socket, "a;b\n1;" + eicar + "\n"), "attachmentInfected staat.csv Eicar-Test.UNOFFICIAL");
  const std::string clean = added(id, socket, "a;b\n1;2\n");
  EXPECT_EQ(file(id, clean).at("scan").as_string(), "clean");
  EXPECT_EQ(manager.get("/evidence/" + clean + "/content").status, 200);
  // Sent while it was away, looked at when it is back.
  const std::string waits = added(id, socket + "-away", "a;b\n1;2\n");
  const std::string bad = added(id, socket + "-away", "a;b\n1;" + eicar + "\n");
  EXPECT_EQ(scan_again(socket + "-away"), 0);
  EXPECT_EQ(scan_again(socket), 2);
  EXPECT_EQ(file(id, waits).at("scan").as_string(), "clean");
  EXPECT_EQ(file(id, bad).at("scan").as_string(), "infected");
  EXPECT_EQ(file(id, bad).at("found").as_string(), "Eicar-Test.UNOFFICIAL");
  EXPECT_EQ(manager.get("/evidence/" + bad + "/content").status, 404) << "its bytes are gone";
}

TEST_F(Scanner, while_it_is_away_files_are_kept_aside_and_a_job_looks_again) {
  const std::string id = running();
  const std::string waits = added(id, "/nowhere/clamd", "a;b\n1;2\n");
  EXPECT_EQ(file(id, waits).at("scan").as_string(), "waiting");
  const auto refused = manager.get("/evidence/" + waits + "/content");
  EXPECT_EQ(refused.status, 409);
  EXPECT_NE(refused.body.find("nog niet gecontroleerd"), std::string::npos) << refused.body;
  app::housekeep(server.application().database(), server.now());
  db::Session session(server.pool(), server.actor());
  const auto job = session.scalar<Uuid>("SELECT id FROM jobs.job WHERE kind = $1", std::string(evidence_scan_job));
  ASSERT_TRUE(job);
  EXPECT_EQ(server.wait_for_job(manager, job->str()).at("state").as_string(), "done");
  EXPECT_EQ(file(id, waits).at("scan").as_string(), "unscanned") << "this server has no scanner any more";
}

}  // namespace
}  // namespace tenzij::contract
