#include <spdlog/spdlog.h>

#include "notices/store.h"

namespace tenzij::notices {

namespace {

// Files per transaction: few enough to lose little when one fails, enough to commit seldom.
constexpr std::size_t batch_files = 25;

std::map<std::string, std::string> to_map(const MessageArgs& args) { return {args.begin(), args.end()}; }

// A file that has been read and scanned.
struct ReadFile {
  SourceFile file;
  std::vector<Prepared> notices;
  std::optional<Rejected> fault;  // with notices: came in partly
};

class Import {
 public:
  Import(db::Pool& pool, db::Actor actor, const scan::Engine& engine, const Clock& clock)
      : pool_(pool), actor_(std::move(actor)), engine_(engine), clock_(clock) {}

  void add(SourceFile&& source) {
    ++report_.files;
    ReadFile read{std::move(source), {}, {}};
    try {
      parse(read.file.content, [&](Notice&& notice, std::string_view original) {
        auto findings = scan_notice(engine_, notice);
        read.notices.push_back({std::move(notice), std::move(findings), std::string(original)});
      });
    } catch (Rejected& fault) {
      read.fault = std::move(fault);
    } catch (const Error& error) {
      read.fault = Rejected{error.code(), error.args()};
    }
    batch_.push_back(std::move(read));
    if (batch_.size() >= batch_files) flush();
  }

  void reject(const std::string& file, const Rejected& fault) {
    ++report_.files;
    keep(report_.rejected, file, fault);
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
  const scan::Engine& engine_;
  const Clock& clock_;
  Report report_;
  std::vector<ReadFile> batch_;

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
          mine.push_back(store(session, prepared, {each.file.name, engine_.version(), marks, clock_()}));
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
      spdlog::warn("notice {} cannot be stored: {}", one.front().file.name, error.what());
      keep(report_.rejected, one.front().file.name, Rejected{"cannotStore", {}});
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
      keep(report_.rejected, read.file.name, read.fault.value_or(Rejected{"noNotice", {}}));
      return;
    }
    for (std::size_t i = 0; i < outcomes.size(); ++i)
      if (outcomes[i].whose == Whose::other || outcomes[i].whose == Whose::unknown) keep_apart(read.notices[i].notice.buyers);
    bool lacks = read.fault.has_value();
    if (read.fault) keep(report_.shortcomings, read.file.name, *read.fault);
    for (const Prepared& prepared : read.notices) {
      for (const Unclear& each : prepared.notice.unclear)
        keep(report_.shortcomings, read.file.name, Rejected{"fieldUnclear", {{"field", each.field}, {"value", each.value}}});
      for (const std::string& code : prepared.notice.shortcomings) {
        if (code != "hasUnclear") keep(report_.shortcomings, read.file.name, Rejected{code, {}});
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

Report import_files(db::Pool& pool, const db::Actor& actor, const scan::Engine& engine, const Clock& clock, const NextFile& next,
                    const std::function<void(std::int64_t)>& on_file) {
  Import import(pool, actor, engine, clock);
  std::int64_t done = 0;
  while (auto file = next()) {
    try {
      unpack(*file, [&](SourceFile&& each) { import.add(std::move(each)); });
    } catch (const Rejected& fault) {
      import.reject(file->name, fault);
    }
    on_file(++done);
  }
  return import.finish();
}

jobs::Work import_work(const scan::Engine& engine, const Messages& messages, Clock clock) {
  return [&engine, &messages, clock = std::move(clock)](jobs::Context& context) {
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
        import_files(context.pool, context.actor, engine, clock, next, [&](std::int64_t done) { context.progress.step(done, total); });
    db::Session session(context.pool, context.actor);
    session.query("DELETE FROM notices.upload WHERE job_id = $1", context.job_id);
    session.commit();
    return report.to_json(messages, "nl");
  };
}

std::int64_t forget_uploads(db::Session& session, Instant before) {
  return session
      .query(
          "DELETE FROM notices.upload u USING jobs.job j WHERE j.municipality_id = u.municipality_id AND j.id = u.job_id AND j.ended_at < "
          "$1 "
          "RETURNING u.id",
          before)
      .rows();
}

}  // namespace tenzij::notices
