// Splitting a PDF of 300 pages into clauses, beside pdftotext alone; and searching 50,000 clauses over HTTP, beside
// its bare SQL.
#include "app/kinds.h"
#include "bench/report.h"
#include "platform/documents/child.h"
#include "policy/policy.h"
#include "tests/support/server.h"

using namespace tenzij;
using tenzij::testing::RawConnection;

namespace {

// A plain PDF with a heading and forty lines on every page, written by hand: no other program is measured.
std::string pdf_of(int pages) {
  std::string out = "%PDF-1.4\n";
  std::vector<std::size_t> offsets;
  const auto object = [&](const std::string& body) {
    offsets.push_back(out.size());
    out += std::to_string(offsets.size()) + " 0 obj\n" + body + "\nendobj\n";
  };
  object("<< /Type /Catalog /Pages 2 0 R >>");
  std::string kids;
  for (int page = 0; page < pages; ++page) kids += std::to_string(4 + 2 * page) + " 0 R ";
  object("<< /Type /Pages /Kids [" + kids + "] /Count " + std::to_string(pages) + " >>");
  object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
  for (int page = 0; page < pages; ++page) {
    object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> /Contents " +
           std::to_string(5 + 2 * page) + " 0 R >>");
    std::string text = "BT /F 18 Tf 60 780 Td (Hoofdstuk " + std::to_string(page + 1) + ") Tj /F 11 Tf 0 -14 Td ";
    for (int line = 0; line < 40; ++line) {
      text += "0 -" + std::string(line % 4 == 0 ? "24" : "14") + " Td (";
      text += line % 4 == 3 ? "bladzijde " + std::to_string(page) + " van de afspraken, regel " + std::to_string(line) + ".) Tj "
                            : std::string("Wij kopen in 2030 voor de helft circulair in en meten dat elk jaar opnieuw) Tj ");
    }
    text += "ET";
    object("<< /Length " + std::to_string(text.size()) + " >>\nstream\n" + text + "\nendstream");
  }
  const std::size_t table = out.size();
  out += "xref\n0 " + std::to_string(offsets.size() + 1) + "\n0000000000 65535 f \n";
  for (const std::size_t offset : offsets) out += fmt::format("{:010} 00000 n \n", offset);
  return out + "trailer << /Size " + std::to_string(offsets.size() + 1) + " /Root 1 0 R >>\nstartxref\n" + std::to_string(table) +
         "\n%%EOF\n";
}

void splitting(bench::Report& report, int pages) {
  const std::string pdf = pdf_of(pages);
  const scan::Engine engine(std::filesystem::path(TENZIJ_HOME) / "knowledge" / "lexicon");
  std::size_t clauses = 0;
  const double alone = bench::best_of(3, [&] { static_cast<void>(documents::run_limited({"pdftotext", "-bbox-layout", "-", "-"}, pdf)); });
  const double whole = bench::best_of(3, [&] {
    auto passages = policy::passages_of(documents::read_document(pdf, "a.pdf"));
    policy::suggest(passages, engine);
    clauses = passages.size();
  });
  report.figure("clauses of " + std::to_string(pages) + " pages", static_cast<double>(clauses));
  report.figure("pdftotext with places, pages/s", pages / alone);
  report.figure("split, numbered and scanned, pages/s", pages / whole);
  report.at_most("split / pdftotext alone", whole / alone, 4);
}

void searching(bench::Report& report, int wanted, int rounds) {
  tenzij::testing::TestServer server;
  documents::DocumentText text{"text", 0, {}};
  const std::array<const char*, 8> words{"circulair",   "hergebruik",   "groen", "social return",
                                         "emissievrij", "toegankelijk", "keten", "inkoop"};
  for (int i = 0; i < wanted; ++i)
    text.blocks.push_back({documents::BlockKind::paragraph,
                           0,
                           {},
                           fmt::format("Passage {} gaat over {} en {}.", i, words[static_cast<std::size_t>(i) % 8],
                                       words[static_cast<std::size_t>(i / 8) % 8]),
                           0,
                           {}});
  {
    db::Session session(server.pool(), server.actor());
    policy::DocumentInput in;
    in.title = "Groot";
    const Uuid document = policy::add_document(session, in, server.now());
    const auto begin = std::chrono::steady_clock::now();
    policy::store_edition(session, {document, "g.txt", "x"}, text, server.application().engine(), server.now());
    session.commit();
    report.figure("store clauses/s", wanted / bench::seconds_since(begin));
  }
  server.owner().script("ANALYZE");
  auto client = server.client();
  client.sign_in("director");
  const std::string request =
      "GET /api/v1/policy-clauses?search=hergebruik+keten HTTP/1.1\r\nHost: localhost\r\nCookie: " + client.cookie + "\r\n\r\n";
  RawConnection connection(server.port());
  std::vector<double> http;
  std::vector<double> bare;
  for (int i = 0; i < rounds; ++i) {
    auto begin = std::chrono::steady_clock::now();
    connection.send(request);
    if (connection.answer().status != 200) throw std::runtime_error("search failed");
    http.push_back(bench::seconds_since(begin) * 1000);
    begin = std::chrono::steady_clock::now();
    db::Session session(server.pool(), server.actor());
    static_cast<void>(
        session.query("SELECT c.id, p.text, d.title FROM policy.passage p JOIN policy.clause c ON c.municipality_id = p.municipality_id "
                      "AND c.id = p.clause_id JOIN policy.document d "
                      "ON d.municipality_id = c.municipality_id AND d.id = c.document_id WHERE p.current AND p.search @@ $1::tsquery ORDER "
                      "BY d.title, p.position LIMIT 100",
                      std::string("'hergebruik':* & 'keten':*")));
    bare.push_back(bench::seconds_since(begin) * 1000);
  }
  report.figure("search of 50,000 clauses p50 ms", bench::percentile(http, 0.5));
  report.figure("search p99 ms", bench::percentile(http, 0.99));
  report.figure("bare SQL p50 ms", bench::percentile(bare, 0.5));
  report.figure("search p50 / bare SQL p50", bench::percentile(http, 0.5) / bench::percentile(bare, 0.5));
}

}  // namespace

int main(int argc, char** argv) {
  if (const auto status = app::as_reader(argc, argv)) return *status;
  const bench::Options options(argc, argv);
  bench::Report report(options);
  splitting(report, 300);
  searching(report, 50'000, options.quick ? 30 : 200);
  return report.finish();
}
