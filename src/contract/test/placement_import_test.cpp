// Placements as a table: what a supplier sends along about people is nowhere afterwards.
#include <filesystem>

#include "contract/contract.h"
#include "contract/test/fixture.h"
#include "platform/base/files.h"

namespace tenzij::contract {
namespace {

class PlacementImports : public Contracts {
 protected:
  testing::Answer send(testing::Client& who, const std::string& path, const std::string& content) {
    const std::string body =
        "--edge\r\nContent-Disposition: form-data; name=\"files\"; filename=\"plaatsingen.csv\"\r\nContent-Type: text/csv\r\n\r\n" +
        content + "\r\n--edge--\r\n";
    return who.call("POST", "/api/v1" + path, body, {}, "multipart/form-data; boundary=edge");
  }
  std::string put_aside(const std::string& content) {
    const auto answer = send(manager, "/imports/placements", content);
    EXPECT_EQ(answer.status, 202) << answer.body;
    return std::string(answer.json().at("id").as_string());
  }
  std::string job(const std::string& import, const char* what) {
    const auto answer = post(manager, "/imports/placements/" + import + "/" + what, json::object{});
    EXPECT_EQ(answer.status, 202) << answer.body;
    if (answer.status != 202) return answer.body;
    return std::string(server.wait_for_job(manager, std::string(answer.json().at("jobId").as_string())).at("state").as_string());
  }
  std::size_t placements(const std::string& contract) {
    return get(coordinator, "/contracts/" + contract + "/placements").at("items").as_array().size();
  }

  // How many rows of all tables say this, as text or as bytes.
  std::int64_t rows_with(const std::string& secret) {
    constexpr std::string_view hex = "0123456789abcdef";
    std::string bytes;
    for (const char c : secret) {
      bytes += hex[static_cast<unsigned char>(c) >> 4U];
      bytes += hex[static_cast<unsigned char>(c) & 15U];
    }
    db::Connection owner = server.owner();
    const auto tables =
        owner.query("SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relnamespace <> 'pg_catalog'::regnamespace");
    std::int64_t out = 0;
    for (int i = 0; i < tables.rows(); ++i)
      out += owner
                 .query("SELECT count(*) FROM " + std::string(tables.text(i, 0)) + " t WHERE strpos(t::text, '" + secret +
                        "') > 0 OR strpos(t::text, '" + bytes + "') > 0")
                 .get<std::int64_t>(0, 0);
    return out;
  }
  // Files of this database and of the write-ahead log that have it.
  std::int64_t files_with(const std::string& secret) {
    db::Connection owner = server.owner();
    owner.query("CHECKPOINT");
    const auto oid = owner.query("SELECT oid::text FROM pg_database WHERE datname = current_database()");
    std::int64_t out = 0;
    const std::string own = "/base/" + std::string(oid.text(0, 0)) + "/";
    for (const auto& each : std::filesystem::recursive_directory_iterator(testing::TestCluster::get().folder())) {
      const std::string path = each.path().string();
      const bool looked_at = path.find(own) != std::string::npos || path.find("/pg_wal/") != std::string::npos;
      if (looked_at && each.is_regular_file() && read_file(path).find(secret) != std::string::npos) ++out;
    }
    return out;
  }

  static constexpr const char* headings = "Naam;Geboortedatum;BSN;Contract;Doelgroep;Uren per week;Vanaf;Tot en met;Verwijzing\n";
};

TEST_F(PlacementImports, columns_with_names_are_named_and_kept_nowhere) {
  const std::string id = running();
  give_rule(id);
  const std::string import = put_aside(std::string("Lijst van Kwibus Geheimnaam\n") + headings +
                                       "Zebedeus Geheimnaam;1999-12-31;111222333;C-1;Participatiewet;36;2026-01-01;2026-06-30;M-1\n"
                                       "Wolfram Geheimnaam;2000-01-01;111222333;C-1;pw;24,5;2026-02-01;;M-2\n"
                                       "Totaal Geheimnaam;;;;;60,5;;;\n");
  const auto shown = manager.get("/imports/placements/" + import);
  EXPECT_EQ(shown.body.find("Geheimnaam"), std::string::npos) << shown.body;
  EXPECT_EQ(shown.body.find("111222333"), std::string::npos);
  const json::value preview = shown.json();
  std::string not_read;
  for (const auto& each : preview.at("columns").as_array())
    if (each.at("key").is_null()) not_read += std::string(each.at("heading").as_string()) + ",";
  EXPECT_EQ(not_read, "Naam,Geboortedatum,BSN,");
  EXPECT_EQ(preview.at("counts").at("added").as_int64(), 2) << shown.body;
  EXPECT_EQ(job(import, "writing"), "done");
  EXPECT_EQ(placements(id), 2U);
  EXPECT_EQ(send(manager, "/placement-imports", std::string(headings) + "Zebedeus Geheimnaam;;;C-1;pw;12;2026-03-01;;M-3\n").status, 202);
  EXPECT_EQ(placements(id), 3U);
  for (const char* secret : {"Geheimnaam", "111222333", "1999-12-31"}) EXPECT_EQ(rows_with(secret), 0) << secret;
  EXPECT_EQ(files_with("Geheimnaam"), 0);
  EXPECT_GT(files_with("Onderhoud plantsoen"), 0) << "these are the files";
  EXPECT_GT(rows_with("M-3"), 0);
  EXPECT_EQ(job(import, "undoing"), "done");
  EXPECT_EQ(placements(id), 1U);
}

TEST_F(PlacementImports, a_reference_that_may_be_a_bsn_is_refused_and_one_like_a_name_asked_about) {
  const std::string id = running();
  give_rule(id);
  const std::string import = put_aside(std::string(headings) +
                                       ";;;C-1;pw;36;2026-01-01;;111222333\n"
                                       ";;;C-1;pw;36;2026-01-01;;J. de Vries\n"
                                       ";;;C-9;pw;36;2026-01-01;;M-3\n"
                                       ";;;C-1;wia;36;2026-01-01;;M-4\n"
                                       ";;;C-1;pw;36;2026-01-01;;M-5\n"
                                       ";;;C-1;pw;20;2026-03-01;;M-5\n");
  const json::value preview = get(manager, "/imports/placements/" + import);
  EXPECT_EQ(preview.at("counts").at("wrong").as_int64(), 4);
  EXPECT_EQ(preview.at("counts").at("questions").as_int64(), 1);
  EXPECT_EQ(preview.at("counts").at("added").as_int64(), 1);
  std::string codes;
  std::string asked;
  for (const auto& row : preview.at("problemRows").as_array())
    for (const auto& note : row.at("notes").as_array()) {
      codes += std::string(note.at("code").as_string()) + ",";
      if (note.at("code").as_string() == "referenceLikeName") asked = std::string(note.at("cell").as_string());
    }
  EXPECT_EQ(codes, "mayBeBsn,referenceLikeName,unknownContract,notInTable,referenceAboveNorm,");
  EXPECT_EQ(rows_with("111222333"), 0) << "not even put aside";
  // A person says that it is no name, and leaves the wrong rows.
  json::object choices = preview.at("choices").as_object();
  choices["answers"] = json::array{json::object{{"cell", asked}, {"value", "J. de Vries"}}};
  choices["leaveRows"] = json::array{2, 4, 5, 7};
  const auto chosen = manager.call("PUT", "/api/v1/imports/placements/" + import + "/choices", json::dump(choices));
  EXPECT_EQ(chosen.status, 200) << chosen.body;
  EXPECT_EQ(job(import, "writing"), "done");
  EXPECT_EQ(placements(id), 2U);
}

TEST_F(PlacementImports, the_same_line_is_not_added_twice_and_an_end_ends_it) {
  const std::string id = running();
  give_rule(id);
  const std::string file = std::string(headings) + ";;;C-1;pw;36;2026-01-01;;M-1\n;;;C-1;pw;20;2026-01-01;;\n;;;C-1;pw;20;2026-01-01;;\n";
  EXPECT_EQ(send(manager, "/placement-imports", file).json().at("added").as_int64(), 3);
  const auto again = send(manager, "/placement-imports", file).json();
  EXPECT_EQ(again.at("added").as_int64(), 0);
  EXPECT_EQ(again.at("same").as_int64(), 3);
  const std::string import = put_aside(std::string(headings) + ";;;C-1;pw;36;2026-01-01;2026-06-30;M-1\n");
  EXPECT_EQ(get(manager, "/imports/placements/" + import).at("counts").at("changed").as_int64(), 1);
  EXPECT_EQ(job(import, "writing"), "done");
  EXPECT_EQ(placements(id), 3U);
  const auto ended = [&] {
    const json::value all = get(coordinator, "/contracts/" + id + "/placements");
    for (const auto& each : all.at("items").as_array())
      if (each.at("toOn").is_string()) return true;
    return false;
  };
  EXPECT_TRUE(ended());
  EXPECT_EQ(job(import, "undoing"), "done");
  EXPECT_FALSE(ended()) << "the whole goes back";
}

TEST_F(PlacementImports, a_file_without_its_headings_is_put_aside_by_nobody) {
  const auto refused = send(manager, "/imports/placements", "Wolfram Geheimnaam;C-1;pw;36\nZebedeus Geheimnaam;C-1;pw;36\n");
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(rows_with("Geheimnaam"), 0);
}

}  // namespace
}  // namespace tenzij::contract
