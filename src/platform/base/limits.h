// Every bound of the server in one place, each with its reason. Nothing else in src/ may hold a number
// that decides when input is refused; `scripts/tidy` checks that these names are used.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace tenzij::limits {

// --- HTTP -------------------------------------------------------------------------------------------
// Header block: cookies and proxies need some kB; more is an attack on memory per connection.
inline constexpr std::size_t header_bytes = 16 * 1024;
// Ordinary JSON bodies are forms; a megabyte is ten times the longest a person types.
inline constexpr std::size_t body_bytes = 1024 * 1024;
// Uploads: the largest real notice is 2 MB; 100 MB holds several years of a municipality as one zip.
inline constexpr std::size_t upload_bytes = 100 * 1024 * 1024;
// What may come from somebody who has not signed in, per request: forms. More is read only when the session is known.
inline constexpr std::size_t open_body_bytes = 64 * 1024;
// A body above this is spooled to an unlinked file, so that memory stays flat whatever is sent at once.
inline constexpr std::size_t body_memory_bytes = 1024 * 1024;
// Received bytes of bodies that are read or handled now: of one person, of one municipality and in all. Two of the largest
// uploads for a person; five for a municipality; in all what a small server's disk can miss.
inline constexpr std::size_t uploads_person_bytes = 200UL * 1024 * 1024;
inline constexpr std::size_t uploads_municipality_bytes = 500UL * 1024 * 1024;
inline constexpr std::size_t uploads_bytes = 2048UL * 1024 * 1024;
// A client that sends its header or body slower than this is trickling on purpose (slow loris).
inline constexpr std::chrono::seconds request_read_time{30};
inline constexpr std::chrono::seconds upload_read_time{300};
// A keep-alive connection without a request costs a descriptor; browsers reopen without a word.
inline constexpr std::chrono::seconds keep_alive_time{60};
inline constexpr std::chrono::seconds write_time{60};
// Server-sent events: a comment at least this often keeps municipal proxies from closing the line.
inline constexpr std::chrono::seconds event_heartbeat{20};
// Events that wait for one slow reader; past this it is cut off and comes back with Last-Event-ID.
inline constexpr std::size_t events_waiting = 256;
// Requests that wait for a worker; past this the answer is 503 at once instead of a growing queue.
inline constexpr std::size_t requests_waiting = 512;
// Running requests and jobs get this long when the server stops; with the database's own end it stays within 10 s.
inline constexpr std::chrono::seconds shutdown_grace{5};
// Slow work, per pool: threads mostly wait for a child; what waits beyond this is told to come back.
inline constexpr unsigned slow_threads = 3;
inline constexpr std::size_t slow_waiting = 48;
// Of one person, running and in all, so that nobody alone fills a pool; a page with pictures asks some at once.
inline constexpr std::size_t slow_running_per_person = 1;
inline constexpr std::size_t slow_per_person = 12;
// How often a connection that waits for slow work looks whether its client is still there.
inline constexpr std::chrono::milliseconds client_look{500};
// Parts of one multipart upload.
inline constexpr std::size_t multipart_parts = 2000;

// --- JSON -------------------------------------------------------------------------------------------
// Deepest nesting of any request or foreign file; OCDS records reach 12.
inline constexpr std::size_t json_depth = 32;
// Wrong fields reported at once; a form has fewer, and a list of thousands helps nobody.
inline constexpr std::size_t field_errors = 100;

// --- Texts ------------------------------------------------------------------------------------------
// In characters (code points), the same in the API, in the database and on the screen; which text has which: base/lengths.h.
// A paragraph or two: remarks, answers, reasons.
inline constexpr std::size_t text_longest = 2000;
// What people paste from a document: some seven pages.
inline constexpr std::size_t long_text_longest = 20'000;
// Names and titles stand on one line of a screen or a report.
inline constexpr std::size_t name_longest = 200;
// A whole form that somebody typed, as JSON: ten long texts.
inline constexpr std::size_t draft_longest = 200'000;
// Codes of lists, themes, CPV: the longest we know has 40.
inline constexpr std::size_t code_longest = 100;
// Items of a list in a body; a longer list is a file.
inline constexpr std::size_t list_longest = 1000;

// --- Database ---------------------------------------------------------------------------------------
// Workers (8), slow work that stores (6), jobs with their progress (6), housekeeping; two servers fit in one small cluster.
inline constexpr std::size_t pool_connections = 24;
inline constexpr std::chrono::seconds pool_wait{10};
// Of the private database: the pools of a server and of some commands beside it, and what listens for events.
inline constexpr int database_connections = 60;
// A connection over a socket takes milliseconds; a database that is stopped or stuck must not hold a request for long.
inline constexpr std::chrono::seconds connect_time{3};
// Whether the database answers is asked by whoever watches the server, often and briefly.
inline constexpr std::chrono::milliseconds ready_time{2000};
// initdb and the first write-ahead log need some 60 MB; below this PostgreSQL fails half-way with a riddle.
inline constexpr std::size_t database_new_bytes = 150UL * 1024 * 1024;
// To recover after a stop it needs a new segment of its write-ahead log (16 MB) and somewhat more.
inline constexpr std::size_t database_start_bytes = 32UL * 1024 * 1024;
// Pause before the database is started again after it ended: doubled each time, up to the second.
inline constexpr std::chrono::milliseconds database_pause{100};
inline constexpr std::chrono::milliseconds database_pause_longest{5000};
// An orderly stop writes what is in memory; past this it is stopped as by kill -9, and recovers at the next start.
inline constexpr std::chrono::milliseconds database_stop_time{3000};
// What to tell who gets 503 and no better moment: pools empty, and a database is back, within seconds.
inline constexpr std::chrono::seconds retry_after{5};
// A statement of a request; longer work belongs in a job.
inline constexpr std::chrono::seconds statement_time{30};

// --- Sign-in ----------------------------------------------------------------------------------------
// Wrong tries before the next ones wait, each twice as long as the one before. An account from one address: typing errors.
inline constexpr int tries_free = 5;
// An account from everywhere: many addresses at once are an attack, but a short wait only, so that it locks nobody out.
inline constexpr int account_tries_free = 30;
// An address: an office where fifty people come in on a Monday.
inline constexpr int address_tries_free = 50;
// The longest that a guesser waits between tries: a hundred a day.
inline constexpr std::chrono::minutes longest_wait{15};
inline constexpr std::chrono::minutes longest_account_wait{1};
// Tries are forgotten when none came for so long.
inline constexpr std::chrono::hours tries_forgotten{1};
// A device that signed in before is known for so long.
inline constexpr std::chrono::hours device_known{24 * 180};
// Municipalities in which one user name is tried when none was named: each costs a check of the password.
inline constexpr std::size_t municipalities_tried = 3;
// A link to choose a new password: a day is long enough to reach somebody.
inline constexpr std::chrono::hours reset_time{24};
inline constexpr std::chrono::minutes session_idle{60};
inline constexpr std::chrono::hours session_absolute{12};
// The token is renewed this often, so that a stolen one does not live for the whole session.
inline constexpr std::chrono::minutes session_rotation{30};
inline constexpr std::size_t password_shortest = 12;
// argon2id reads the whole password; without a bound a megabyte of it is a free attack on the processor.
inline constexpr std::size_t password_longest = 200;

// --- Sessions with participants ---------------------------------------------------------------------
// Wrong codes before the next ones from that block of addresses wait: typing errors of a full room. There are 28^8 codes; while
// ten sessions are open, a guesser with ten thousand blocks who always tries finds one in some ninety years.
inline constexpr int code_tries_free = 60;
// Seats with the code from one address, unless the leader says that more people sit behind it: a meeting, not a town hall.
inline constexpr std::int64_t seats_per_address = 60;
// A room; two thousand were measured (bench live), and a session is not an election.
inline constexpr std::int64_t session_seats = 5000;
// Who changes a score more often than this is a program.
inline constexpr std::int64_t vote_changes = 100;
inline constexpr std::int64_t notes_per_seat = 200;
// A seat on a phone, and the code on the screen: long enough for a day with the evening before.
inline constexpr std::chrono::hours seat_time{48};
inline constexpr std::chrono::hours code_time{24};
// How often a room is sent what changed. Shorter costs processor, longer is felt; see bench live.
inline constexpr std::chrono::milliseconds room_tick{80};
// Days that names of participants are kept, when the municipality sets nothing else.
inline constexpr int names_days = 90;

// --- Foreign files ----------------------------------------------------------------------------------
// One notice; real ones are at most 2 MB, a framework with a thousand lots 10 MB.
inline constexpr std::size_t notice_file_bytes = 25 * 1024 * 1024;
// XML elements inside each other; real notices reach 25. Measured on the tree, before anything walks it.
inline constexpr std::size_t xml_depth = 64;
// Nodes of one XML file, against files that are small but explode in the tree.
inline constexpr std::size_t xml_nodes = 3'000'000;
// Releases in one OCDS package or lines in one JSON Lines file.
inline constexpr std::size_t releases_per_file = 200'000;
inline constexpr std::size_t lots_per_notice = 5000;
// Partners of one winning consortium; the largest real ones have a dozen, and each is repeated for every lot it won.
inline constexpr std::size_t consortium_members = 50;
// Zip: entries, unpacked size and ratio, against zip bombs.
inline constexpr std::size_t zip_entries = 20'000;
inline constexpr std::size_t zip_unpacked_bytes = 1024UL * 1024 * 1024;
inline constexpr std::size_t zip_ratio = 200;
// One text that is scanned; a document of 500 pages is 2 MB of text.
inline constexpr std::size_t scan_text_bytes = 20 * 1024 * 1024;
// A longer piece without an end is no sentence; it is cut there. What is seen in one sentence is compared with each other, so
// this bound keeps the scan linear. The longest real sentences, lists inside them included, have some 150 words.
inline constexpr std::size_t scan_sentence_words = 250;
inline constexpr std::size_t scan_sentence_bytes = 16 * 1024;
// Pieces of a text that are scanned one after the other, so that memory stays flat whatever the length.
inline constexpr std::size_t scan_window_bytes = 1024 * 1024;
// Longer runs of letters are no words of a language.
inline constexpr std::size_t scan_word_bytes = 80;
// Different sets of lexicon words inside one word of a text; real texts make some hundreds.
inline constexpr std::size_t scan_word_sets = 20'000;
// Words the scan remembers the normal form of; real corpora stay below 300,000 distinct words.
inline constexpr std::size_t scan_memo_words = 400'000;

// Policy documents: the largest coalition agreements with pictures are some 30 MB.
inline constexpr std::size_t document_bytes = 50 * 1024 * 1024;
inline constexpr int document_pages = 1000;
// Paragraphs of one document; a thousand pages have some 15,000.
inline constexpr std::size_t document_blocks = 40'000;
// Elements of a document inside each other; tables in lists in text boxes of real ones reach 60. Readers keep a stack of
// this height and refuse what is deeper.
inline constexpr std::size_t document_depth = 200;
// All text of one document: a thousand pages are 4 MB, and the scan reads no more than this.
inline constexpr std::size_t document_text_bytes = scan_text_bytes;
// One block; longer ones are cut at the end of a sentence, for nobody reads or finds a page without a stop.
inline constexpr std::size_t document_block_bytes = 16UL * 1024;
// What the parts of a packed document may unpack to together; XML of 1,000 pages is some 60 MB.
inline constexpr std::size_t document_unpacked_bytes = 400UL * 1024 * 1024;
// Attributes of one element: real ones have at most 40, and parsers compare each with all before it.
inline constexpr std::size_t document_attributes = 500;
// Styles, lists or notes of one document; organisations with a house style have some 500.
inline constexpr std::size_t document_styles = 5'000;
// An amount or a day as somebody writes it in a cell or a field; longer is a text.
inline constexpr std::size_t written_bytes = 200;
// Filled rows of an uploaded table, all its sheets together: the largest calendars have some thousands.
inline constexpr std::size_t table_rows = 50'000;
// Columns with something in them; the widest calendars have some sixty.
inline constexpr std::size_t table_columns = 500;
// Rows at the top of a sheet among which the names of the columns are looked for.
inline constexpr std::size_t table_head_rows = 60;
// A spreadsheet unpacked: repeated cells pack well, past this it is a bomb.
inline constexpr std::size_t table_unpacked_bytes = 512UL * 1024 * 1024;
// Memory for the cells of one table: this and six times its file.
inline constexpr std::size_t table_memory_bytes = 32UL * 1024 * 1024;
// The parts of a spreadsheet that say what its other parts are; kept whole.
inline constexpr std::size_t table_part_bytes = 8UL * 1024 * 1024;
// A small spreadsheet may unpack to many times its size; the ratio counts from here.
inline constexpr std::size_t table_ratio_from_bytes = 16UL * 1024 * 1024;
// Rows of a table that is written within one request; each takes some ms, and more goes by a job.
inline constexpr std::size_t import_now_rows = 2'000;
// A table somebody sends: a calendar of 20,000 rows is 3 MB.
inline constexpr std::size_t import_file_bytes = 50UL * 1024 * 1024;
// A file that nobody went on with.
inline constexpr std::chrono::hours import_kept{48};
// A file that is added to what somebody reports: photos of phones are 12 MB at most, scans of some pages as much.
inline constexpr std::size_t attachment_bytes = 25UL * 1024 * 1024;
// Of one report: more is an archive, and nobody looks at it.
inline constexpr std::int64_t attachments_per_report = 20;
// What says which kind a packed document is: some kB.
inline constexpr std::size_t attachment_part_bytes = 4UL * 1024 * 1024;
// Files sent to the virus scanner: one of 25 MB takes it some seconds.
inline constexpr std::chrono::seconds scanner_time{20};
// An added file that was taken away can be put back for so long.
inline constexpr std::chrono::hours removed_kept{24};
// Months after the end of a contract that evidence is kept, when the municipality says nothing else: seven years, as books are.
inline constexpr int evidence_months = 84;
// The longest that it may be.
inline constexpr int evidence_months_longest = 360;
// The child that reads a PDF or writes a report: 1,000 pages take some 10 s; pandoc needs 30 times the size of a report in memory.
inline constexpr std::chrono::seconds document_time{60};
inline constexpr std::size_t document_memory_bytes = 3UL * 1024 * 1024 * 1024;
inline constexpr std::size_t document_output_bytes = 300UL * 1024 * 1024;

// --- The reader -------------------------------------------------------------------------------------
// One file, or one file in a zip, by the clock: the slowest notice takes 0.3 s, and who waits for it gives up after this.
inline constexpr std::chrono::seconds reader_time{20};
// Address space of a reader and of what it starts: eight times the largest file and as much again.
inline constexpr std::size_t reader_memory_bytes = 1024UL * 1024 * 1024;
// Processor time of one reader's whole life, also when the server that would end it is gone.
inline constexpr std::chrono::seconds reader_life{900};
// It needs seven: its pipes, and three memory files for a program that it starts.
inline constexpr std::size_t reader_descriptors = 64;
// What a reader may answer about one file, all together: a container of notices is returned whole.
inline constexpr std::size_t reader_answer_bytes = 4UL * 1024 * 1024 * 1024;
// At most at the same time: reading is work of the processor, and small servers have two to four.
inline constexpr std::size_t readers = 4;
// A request waits this long for a free one before it is asked to come back.
inline constexpr std::chrono::seconds reader_wait{5};
// Files sent ahead of the answers: enough that a reader never waits, little enough to send again when it is lost.
inline constexpr std::size_t reader_files_ahead = 32;
inline constexpr std::size_t reader_bytes_ahead = 4 * 1024 * 1024;
// Readers lost on one zip; past this its other files are not tried.
inline constexpr int reader_lost_parts = 20;
// A reader is replaced after so many files: whatever one of them left behind in it does not stay for ever.
inline constexpr std::size_t reader_files = 10'000;
inline constexpr std::chrono::seconds reader_idle{60};
// Files remembered because they ended a reader.
inline constexpr std::size_t reader_lost_kept = 1000;

// --- Housekeeping -----------------------------------------------------------------------------------
// Events are replayed to who comes back within minutes; uploads can be tried again for a month.
inline constexpr std::chrono::hours events_kept{48};
inline constexpr std::chrono::hours uploads_kept{24 * 30};
// A form that nobody went on with for a quarter is forgotten.
inline constexpr std::chrono::hours drafts_kept{24 * 92};
inline constexpr std::chrono::hours housekeeping_pause{1};

// --- Lists and jobs ---------------------------------------------------------------------------------
inline constexpr int page_size = 25;
inline constexpr int page_size_largest = 200;
// Rows of one download; a spreadsheet ends at 1,048,576.
inline constexpr int export_rows = 500'000;
// A job that took its process along this often is parked: it does so every time.
inline constexpr int job_attempts = 2;
// Jobs at once in one server, and of one municipality in all of them: one municipality never has every thread.
inline constexpr unsigned jobs_at_once = 3;
inline constexpr int jobs_per_municipality = 2;
// A kind of job that names nothing else: several years of notices take some minutes.
inline constexpr std::chrono::seconds job_time{30 * 60};
// What a job may add to the memory of the server; foreign files are bounded before they get there.
inline constexpr std::size_t job_memory_bytes = 1024UL * 1024 * 1024;
// Between two signs of life of a running job; six fit in the silence after which it counts as lost.
inline constexpr std::chrono::seconds job_beat{10};
// Threads that are replaced while their job goes on past its time; beyond this the jobs of the server stand still.
inline constexpr std::size_t jobs_overdue = 4;
// A job whose worker has been silent for this long was lost with its server and is taken again.
inline constexpr std::chrono::seconds job_silence{60};
// Lines of an import report kept with the job.
inline constexpr std::size_t report_lines = 5000;

}  // namespace tenzij::limits
