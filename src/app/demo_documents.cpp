// The demo's documents: a folder per purchase, named after its number; in it files in the forms that people send.
#include "app/demo.h"
#include "dossier/dossier.h"
#include "platform/base/files.h"

namespace tenzij::app {

namespace {

const db::Statement demo_sender_of_documents{"app.demo_sender_of_documents", R"sql(
SELECT person_id
  FROM auth.account
 WHERE user_name = 'procurement_advisor'
)sql"};

}  // namespace

void load_demo_documents(db::Session& session, const std::filesystem::path& folder, const DemoParts& parts) {
  if (!session.query("SELECT 1 FROM dossier.document LIMIT 1").empty()) return;
  const db::Actor start = session.actor();
  if (const auto sender = session.scalar<Uuid>(demo_sender_of_documents)) session.become({start.municipality_id, *sender, "demo"});
  const dossier::Desk desk{parts.readers, parts.engine, [] { return Instant{std::chrono::sys_days{std::chrono::year{2026} / 10 / 28}}; }};
  std::set<std::filesystem::path> files;  // "v1" before "v2"
  for (const auto& each : std::filesystem::recursive_directory_iterator(folder / "documents"))
    if (each.is_regular_file()) files.insert(each.path());
  for (const std::filesystem::path& file : files) {
    const std::string reference = file.parent_path().filename().string();
    const auto purchase = session.scalar<Uuid>("SELECT id FROM purchase.purchase WHERE reference = $1", reference);
    if (purchase) dossier::add_and_read(session, desk, {*purchase, file.filename().string(), read_file(file)});
  }
  session.become(start);
}

}  // namespace tenzij::app
