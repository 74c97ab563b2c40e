// Tables: what reading a large file takes at its peak, beside 8 x its size and 64 MB; and an import of 10,000 purchases by its
// preview and its job, beside a bare COPY of the same rows in the same run.
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iostream>

#include "app/kinds.h"
#include "bench/report.h"
#include "platform/base/files.h"
#include "platform/process/run.h"
#include "platform/tables/sheet.h"
#include "platform/tables/test/pack.h"
#include "tests/support/server.h"

using namespace tenzij;

namespace {

constexpr double mebibyte = 1024.0 * 1024.0;

std::string csv(int rows, int columns) {
  std::string out = "titel;waarde";
  for (int c = 2; c < columns; ++c) out += ";kolom " + std::to_string(c);
  for (int r = 0; r < rows; ++r) {
    out += "\nInkoop " + std::to_string(r) + ";€ " + std::to_string(1 + r % 900) + ".000,-";
    for (int c = 2; c < columns; ++c) out += ";tekst " + std::to_string(r * 31 + c);
  }
  return out;
}

// Numbers as they are stored and texts within, as programs write them.
std::string xlsx(int rows, int columns) {
  std::string sheet = "<sheetData>";
  for (int r = 1; r <= rows; ++r) {
    std::string cells;
    for (int c = 0; c < columns; ++c) {
      const std::string at = tables::address(r, static_cast<std::size_t>(c));
      cells += c % 2 == 0 ? tenzij::testing::words(at, "Inkoop " + std::to_string(r * 31 + c))
                          : tenzij::testing::number(at, std::to_string(r * 17 + c));
    }
    sheet += tenzij::testing::row(r, cells);
  }
  return tenzij::testing::xlsx({{{"Blad1", sheet + "</sheetData>"}}});
}

std::string ods(int rows, int columns) {
  std::string content = R"(<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
    <office:body><office:spreadsheet><table:table table:name="Blad1">)";
  for (int r = 0; r < rows; ++r) {
    content += "<table:table-row>";
    for (int c = 0; c < columns; ++c)
      content +=
          R"(<table:table-cell office:value-type="string"><text:p>Inkoop )" + std::to_string(r * 31 + c) + "</text:p></table:table-cell>";
    content += "</table:table-row>";
  }
  content += "</table:table></office:spreadsheet></office:body></office:document-content>";
  return tenzij::testing::zip({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"content.xml", content}});
}

// What this process takes at its peak while it reads the file: it is a fresh one, so nothing of an earlier file is used again.
int told_peak(const std::string& path) {
  const auto status = [](const std::string& name) {
    std::ifstream in("/proc/self/status");
    for (std::string line; std::getline(in, line);)
      if (line.starts_with(name)) return std::stol(line.substr(name.size() + 1)) * 1024;
    return 0L;
  };
  const long before = status("VmRSS");
  const tables::Book book = tables::read_book(read_file(path));
  if (book.sheets.empty()) return 1;
  std::cout << status("VmHWM") - before;
  return 0;
}

// The file and what grew out of it, in bytes.
double peak_bytes(const std::string& file) {
  std::string path = "/tmp/tenzij-bench-XXXXXX";
  const process::Descriptor kept(mkstemp(path.data()));
  write_file(path, file);
  chmod(path.c_str(), 0644);
  const process::Finished told = process::run({std::filesystem::read_symlink("/proc/self/exe"), "peak", path}, "",
                                              {std::chrono::seconds(120), 0, 0}, process::Path::own);
  std::filesystem::remove(path);
  if (told.status != 0) throw std::runtime_error("the file was not read: " + told.err);
  return std::stod(told.out);
}

void measure_file(bench::Report& report, const std::string& name, const std::string& file) {
  const auto size = static_cast<double>(file.size());
  const double peak = peak_bytes(file);
  report.figure(name + " MB", size / mebibyte);
  report.figure(name + " peak MB", peak / mebibyte);
  report.at_most(name + " peak / (8 x size + 64 MB)", peak / (8 * size + 64 * mebibyte), 1);
  const double seconds = bench::best_of(3, [&] { (void)tables::read_book(file); });
  report.figure(name + " MB/s", size / mebibyte / seconds);
}

class Import {
 public:
  explicit Import(tenzij::testing::TestServer& server) : client_(server.client()) { client_.sign_in("procurement_advisor"); }
  std::string put_aside(const std::string& file) {
    const auto answer = client_.call(
        "POST", "/api/v1/imports/purchases",
        "--edge\r\nContent-Disposition: form-data; name=\"files\"; filename=\"kalender.csv\"\r\n\r\n" + file + "\r\n--edge--\r\n", {},
        "multipart/form-data; boundary=edge");
    if (answer.status != 202) throw std::runtime_error(answer.body);
    return std::string(answer.json().at("id").as_string());
  }
  void look(const std::string& id) {
    const auto answer = client_.get("/imports/purchases/" + id);
    if (answer.status != 200) throw std::runtime_error(answer.body);
  }
  void run(const std::string& id, const std::string& step) {
    const auto answer = client_.post("/imports/purchases/" + id + "/" + step, "");
    if (answer.status != 202) throw std::runtime_error(answer.body);
    const std::string path = "/jobs/" + std::string(answer.json().at("jobId").as_string());
    json::value job = client_.get(path).json();
    for (; job.at("state").as_string() == "queued" || job.at("state").as_string() == "running"; job = client_.get(path).json())
      usleep(50'000);
    if (job.at("state").as_string() != "done") throw std::runtime_error(json::dump(job));
  }

 private:
  tenzij::testing::Client client_;
};

double copy_seconds(tenzij::testing::TestServer& server) {
  auto owner = server.owner();
  const std::string file = owner.query("SHOW data_directory").get<std::string>(0, 0) + "/bench.copy";
  owner.script("COPY purchase.purchase TO '" + file + "'");
  owner.script("CREATE TABLE purchase.copied (LIKE purchase.purchase INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING INDEXES)");
  const auto begin = std::chrono::steady_clock::now();
  owner.script("COPY purchase.copied FROM '" + file + "'");
  return bench::seconds_since(begin);
}

}  // namespace

int main(int argc, char** argv) {
  if (const auto status = app::as_reader(argc, argv)) return *status;
  if (argc == 3 && std::string_view(argv[1]) == "peak") return told_peak(argv[2]);
  const bench::Options options(argc, argv);
  bench::Report report(options);
  const int scale = options.quick ? 4 : 1;
  measure_file(report, "CSV of 20 columns", csv(48'000 / scale, 20));
  measure_file(report, "CSV of 200 columns", csv(8'000 / scale, 200));
  measure_file(report, "XLSX of 20 columns", xlsx(30'000 / scale, 20));
  measure_file(report, "ODS of 20 columns", ods(30'000 / scale, 20));

  const int rows = 10'000 / scale;
  std::string file = "nummer;titel;waarde;publicatie;cpv\n";
  for (int i = 0; i < rows; ++i) file += fmt::format("B-{0};Inkoop {0};€ {1}.000,-;Q2 2027;77310000\n", i, 1 + i % 900);
  tenzij::testing::TestServer server;
  Import import(server);
  const auto seconds = [](auto&& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return bench::seconds_since(begin);
  };
  std::string id;
  report.figure("put aside s", seconds([&] { id = import.put_aside(file); }));
  report.figure("preview s", seconds([&] { import.look(id); }));
  const double written = seconds([&] { import.run(id, "writing"); });
  const double copied = copy_seconds(server);
  report.figure("import rows/s", rows / written);
  report.figure("COPY rows/s", rows / copied);
  report.figure("import / COPY, time", written / copied);
  report.figure("undo rows/s", rows / seconds([&] { import.run(id, "undoing"); }));
  return report.finish();
}
