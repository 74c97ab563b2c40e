#include <spdlog/spdlog.h>

#include "notices/store.h"

namespace tenzij::notices {

namespace {

// Files per transaction: few enough to lose little when one fails, enough to commit seldom.
constexpr std::size_t batch_files = 25;

std::map<std::string, std::string> to_map(const MessageArgs& args) { return {args.begin(), args.end()}; }

// A file, or a file in a zip, that has been read and scanned.
struct ReadFile {
  std::string name;
  std::vector<Prepared> notices;
  std::optional<Rejected> fault;  // with notices: came in partly
};

class Import {
 public:
  Import(db::Pool& pool, db::Actor actor, const Intake& intake) : pool_(pool), actor_(std::move(actor)), intake_(intake) {}

  void found(const reader::File& file, reader::Result&& result) {
    ReadNotice read = read_notice(file, std::move(result));
    auto findings = scan_notice(intake_.engine, read.notice);
    at_hand_.notices.push_back({std::move(read.notice), std::move(findings), std::move(read.original)});
  }

  void end(const reader::File& file, const std::string& part, const Error* fault) {
    if (!part.empty()) parts_ = true;
    // A zip is the files in it; of its own it has something to say only when it cannot be read.
    const bool only_parts = part.empty() && std::exchange(parts_, false);
    if (!only_parts || fault != nullptr) add(part.empty() ? file.name : part, fault);
  }

  void flush() {
    if (batch_.empty()) return;
    try {
      store_all(batch_);
    } catch (const db::SqlError& error) {
      if (error.connection_lost()) throw;
      // One of them cannot be stored: each on its own, so that only that one is lost.
      for (ReadFile& each : batch_) store_alone(each);
    }
    batch_.clear();
  }

  Report finish() {
    flush();
    return std::move(report_);
  }

 private:
  db::Pool& pool_;
  db::Actor actor_;
  const Intake& intake_;
  Report report_;
  ReadFile at_hand_;
  bool parts_ = false;  // the file at hand has some
  std::vector<ReadFile> batch_;

  void add(const std::string& name, const Error* fault) {
    ++report_.files;
    ReadFile read = std::exchange(at_hand_, {});
    read.name = name;
    if (fault != nullptr) read.fault = Rejected{fault->code(), fault->args()};
    // What a lost reader said about a file is not the whole of it.
    if (fault != nullptr && reader::reader_lost(*fault)) read.notices.clear();
    batch_.push_back(std::move(read));
    if (batch_.size() >= batch_files) flush();
  }

  static void keep(std::vector<Problem>& list, const std::string& file, const Rejected& fault) {
    if (list.size() < limits::report_lines) list.push_back({file, fault.code, to_map(fault.args)});
  }

  void store_all(std::vector<ReadFile>& files) {
    std::vector<std::vector<Stored>> outcomes;
    {
      db::Session session(pool_, actor_);
      const Marks marks = marks_of(session);
      for (ReadFile& each : files) {
        auto& mine = outcomes.emplace_back();
        for (const Prepared& prepared : each.notices)
          mine.push_back(store(session, prepared, {each.name, intake_.engine.version(), marks, intake_.clock()}));
      }
      session.commit();
    }
    for (std::size_t i = 0; i < files.size(); ++i) count(files[i], outcomes[i]);
  }

  void store_alone(ReadFile& each) {
    std::vector<ReadFile> one;
    one.push_back(std::move(each));
    try {
      store_all(one);
    } catch (const db::SqlError& error) {
      if (error.connection_lost()) throw;
      spdlog::warn("notice {} cannot be stored: {}", one.front().name, error.what());
      keep(report_.rejected, one.front().name, Rejected{"cannotStore", {}});
    }
  }

  // Notices of others are named by their buyer, each once with how many.
  void keep_apart(const std::vector<Party>& buyers) {
    ++report_.kept_apart;
    const std::string name = buyers.empty() ? std::string() : text::shorten(buyers.front().name, 200);
    if (report_.others.size() < limits::report_lines || report_.others.contains(name)) ++report_.others[name];
  }

  // A file counts once, by the most that happened to it.
  void count(const ReadFile& read, const std::vector<Stored>& outcomes) {
    report_.notices += static_cast<std::int64_t>(read.notices.size());
    if (read.notices.empty()) {
      keep(report_.rejected, read.name, read.fault.value_or(Rejected{"noNotice", {}}));
      return;
    }
    for (std::size_t i = 0; i < outcomes.size(); ++i)
      if (outcomes[i].whose == Whose::other || outcomes[i].whose == Whose::unknown) keep_apart(read.notices[i].notice.buyers);
    bool lacks = read.fault.has_value();
    if (read.fault) keep(report_.shortcomings, read.name, *read.fault);
    for (const Prepared& prepared : read.notices) {
      for (const Unclear& each : prepared.notice.unclear)
        keep(report_.shortcomings, read.name, Rejected{"fieldUnclear", {{"field", each.field}, {"value", each.value}}});
      for (const std::string& code : prepared.notice.shortcomings) {
        if (code != "hasUnclear") keep(report_.shortcomings, read.name, Rejected{code, {}});
        lacks = true;
      }
    }
    const auto any = [&](Outcome wanted) {
      return std::any_of(outcomes.begin(), outcomes.end(), [&](const Stored& each) { return each.outcome == wanted; });
    };
    if (!any(Outcome::imported) && !any(Outcome::updated)) ++report_.unchanged;
    else if (lacks) ++report_.partly;
    else if (any(Outcome::imported)) ++report_.imported;
    else ++report_.updated;
  }
};

}  // namespace

json::value Report::to_json(const Messages& messages, const std::string& language) const {
  const auto lines = [&](const std::vector<Problem>& list) {
    json::array out;
    for (const Problem& each : list)
      out.push_back(json::object{{"file", each.file},
                                 {"code", each.reason},
                                 {"reason", messages.say(language, each.reason, {each.args.begin(), each.args.end()})}});
    return out;
  };
  json::array buyers;
  for (const auto& [name, count] : others) buyers.push_back(json::object{{"buyer", name}, {"notices", count}});
  return json::object{{"files", files},
                      {"notices", notices},
                      {"imported", imported},
                      {"updated", updated},
                      {"unchanged", unchanged},
                      {"partly", partly},
                      {"keptApart", kept_apart},
                      {"others", std::move(buyers)},
                      {"rejected", lines(rejected)},
                      {"shortcomings", lines(shortcomings)}};
}

Report import_files(db::Pool& pool, const db::Actor& actor, const Intake& intake, const NextFile& next,
                    const std::function<void(std::int64_t)>& on_file) {
  Import import(pool, actor, intake);
  std::int64_t done = 0;
  const reader::NextFile files = [&]() -> std::optional<reader::File> {
    auto file = next();
    if (!file) return std::nullopt;
    return reader::File{"notices", std::move(file->name), std::move(file->content)};
  };
  intake.readers.batch(
      files, {[&](const reader::File& file, const std::string&, reader::Result&& result) { import.found(file, std::move(result)); },
              [&](const reader::File& file, const std::string& part, const Error* fault) {
                import.end(file, part, fault);
                if (part.empty()) on_file(++done);
              }});
  return import.finish();
}

jobs::Work import_work(const Intake& intake, const Messages& messages) {
  return [intake, &messages](jobs::Context& context) {
    const std::int64_t total = context.input.at("files").to_number<std::int64_t>();
    std::int64_t position = 0;
    const NextFile next = [&]() -> std::optional<SourceFile> {
      if (position >= total) return std::nullopt;
      db::Session session(context.pool, context.actor);
      const auto row =
          session.query("SELECT name, content FROM notices.upload WHERE job_id = $1 AND position = $2", context.job_id, position++);
      if (row.empty()) return std::nullopt;
      return SourceFile{std::string(row.text(0, 0)), db::bytea(row.text(0, 1))};
    };
    const Report report =
        import_files(context.pool, context.actor, intake, next, [&](std::int64_t done) { context.progress.step(done, total); });
    context.result().query("DELETE FROM notices.upload WHERE job_id = $1", context.job_id);
    apply_unit_rules(context.result());
    return report.to_json(messages, "nl");
  };
}

const db::Statement delete_old_uploads{"notices.delete_old_uploads", R"sql(
DELETE FROM notices.upload u
 USING jobs.job j
 WHERE j.municipality_id = u.municipality_id
   AND j.id = u.job_id
   AND j.ended_at < $1
RETURNING u.id
)sql"};

std::int64_t forget_uploads(db::Session& session, Instant before) { return session.query(delete_old_uploads, before).rows(); }

}  // namespace tenzij::notices
