#include "platform/process/confine.h"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <vector>

#include "platform/process/descriptor.h"

namespace tenzij::process {

namespace {

[[noreturn]] void fail(const char* what) { throw std::runtime_error(std::string(what) + ": " + std::strerror(errno)); }

void limit(__rlimit_resource_t resource, rlim_t value) {
  rlimit now{};
  getrlimit(resource, &now);
  const rlimit wanted{std::min(value, now.rlim_max), std::min(value, now.rlim_max)};
  if (setrlimit(resource, &wanted) != 0) fail("cannot set a limit");
}

// --- landlock (https://docs.kernel.org/userspace-api/landlock.html) -------------------------------------------------

// Newer than Debian's header: what each version of the kernel's interface added.
struct Ruleset {
  std::uint64_t files = 0;
  std::uint64_t network = 0;
  std::uint64_t scoped = 0;
};
constexpr std::uint64_t refer = 1ULL << 13;          // 2
constexpr std::uint64_t truncate_file = 1ULL << 14;  // 3
constexpr std::uint64_t ioctl_device = 1ULL << 15;   // 5
constexpr std::uint64_t tcp = 3;                     // 4: bind and connect
constexpr std::uint64_t own_scope = 3;               // 6: no abstract sockets and no signals to others
constexpr std::uint64_t first_rights = (1ULL << 13) - 1;
constexpr std::uint64_t read_and_run = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;

void open_path(int rules, const char* path, std::uint64_t rights) {
  const Descriptor place(open(path, O_PATH | O_CLOEXEC));
  if (!place.open()) return;  // this machine has none
  landlock_path_beneath_attr rule{};
  rule.allowed_access = rights;
  rule.parent_fd = place.get();
  if (syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0) fail("landlock");
}

bool lock_files() {
  const long version = syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1) return false;
  Ruleset wanted{first_rights, 0, 0};
  if (version >= 2) wanted.files |= refer;
  if (version >= 3) wanted.files |= truncate_file;
  if (version >= 4) wanted.network = tcp;
  if (version >= 5) wanted.files |= ioctl_device;
  if (version >= 6) wanted.scoped = own_scope;
  const std::size_t size = version >= 6 ? sizeof wanted : version >= 4 ? 16 : 8;
  const Descriptor rules(static_cast<int>(syscall(SYS_landlock_create_ruleset, &wanted, size, 0)));
  if (!rules.open()) fail("landlock");
  // What pdftotext, pdftoppm and their libraries need, and no file of anybody.
  for (const char* folder : {"/usr", "/lib", "/lib64", "/bin", "/etc/fonts", "/etc/alternatives", "/etc/xpdf"})
    open_path(rules.get(), folder, read_and_run);
  for (const char* file : {"/etc/ld.so.cache", "/etc/localtime", "/dev/urandom", "/dev/zero", "/sys/devices/system/cpu/online"})
    open_path(rules.get(), file, LANDLOCK_ACCESS_FS_READ_FILE);
  open_path(rules.get(), "/dev/null", LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE);
  if (syscall(SYS_landlock_restrict_self, rules.get(), 0) != 0) fail("landlock");
  return true;
}

// --- seccomp --------------------------------------------------------------------------------------------------------

#if defined(__x86_64__)
constexpr std::uint32_t processor = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t processor = AUDIT_ARCH_AARCH64;
#else
constexpr std::uint32_t processor = 0;
#endif

// Refused with EPERM: every way to another machine or process, and the kernel's less travelled doors.
constexpr std::array refused_calls{SYS_socket,
                                   SYS_socketpair,
                                   SYS_connect,
                                   SYS_bind,
                                   SYS_listen,
                                   SYS_accept,
                                   SYS_accept4,
                                   SYS_ptrace,
                                   SYS_process_vm_readv,
                                   SYS_process_vm_writev,
                                   SYS_pidfd_getfd,
                                   SYS_kcmp,
                                   SYS_mount,
                                   SYS_umount2,
                                   SYS_pivot_root,
                                   SYS_chroot,
                                   SYS_unshare,
                                   SYS_setns,
                                   SYS_move_mount,
                                   SYS_open_tree,
                                   SYS_fsopen,
                                   SYS_fsmount,
                                   SYS_mount_setattr,
                                   SYS_keyctl,
                                   SYS_add_key,
                                   SYS_request_key,
                                   SYS_bpf,
                                   SYS_perf_event_open,
                                   SYS_userfaultfd,
                                   SYS_io_uring_setup,
                                   SYS_io_uring_enter,
                                   SYS_io_uring_register,
                                   SYS_kexec_load,
                                   SYS_init_module,
                                   SYS_finit_module,
                                   SYS_delete_module,
                                   SYS_open_by_handle_at,
                                   SYS_name_to_handle_at,
                                   SYS_reboot,
                                   SYS_swapon,
                                   SYS_swapoff,
                                   SYS_acct,
                                   SYS_quotactl,
                                   SYS_settimeofday,
                                   SYS_clock_settime,
                                   SYS_adjtimex,
                                   SYS_syslog,
                                   SYS_mknodat,
                                   SYS_fanotify_init,
                                   SYS_vhangup,
                                   SYS_personality,
                                   SYS_shmget,
                                   SYS_msgget,
                                   SYS_semget};

constexpr std::uint32_t new_namespaces =
    CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;

bool filter_calls() {
  if (processor == 0) return false;
  const auto load = [](std::size_t offset) { return sock_filter BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset)); };
  const auto answer = [](std::uint32_t with) { return sock_filter BPF_STMT(BPF_RET | BPF_K, with); };
  const auto unless = [](std::uint32_t value, std::uint8_t skip) {
    return sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, skip);
  };
  constexpr std::uint32_t no = SECCOMP_RET_ERRNO | EPERM;
  std::vector<sock_filter> program{load(offsetof(seccomp_data, arch)), sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, processor, 1, 0),
                                   answer(SECCOMP_RET_KILL_PROCESS), load(offsetof(seccomp_data, nr)),
                                   // x86-64 has a second table of calls above this number
                                   sock_filter BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1), answer(SECCOMP_RET_KILL_PROCESS)};
  for (const long call : refused_calls) {
    program.push_back(unless(static_cast<std::uint32_t>(call), 1));
    program.push_back(answer(no));
  }
  // clone3 hides its flags from a filter; the C library then takes clone.
  program.push_back(unless(SYS_clone3, 1));
  program.push_back(answer(SECCOMP_RET_ERRNO | ENOSYS));
  program.push_back(unless(SYS_clone, 3));
  program.push_back(load(offsetof(seccomp_data, args)));
  program.push_back(sock_filter BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, new_namespaces, 0, 1));
  program.push_back(answer(no));
  program.push_back(answer(SECCOMP_RET_ALLOW));
  sock_fprog whole{static_cast<unsigned short>(program.size()), program.data()};
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &whole) == 0) return true;
  if (errno == EINVAL) return false;  // a kernel without it
  fail("seccomp");
}

}  // namespace

Confined confine(const Walls& walls, const Account& account) {
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_NOFILE, walls.descriptors);
  if (walls.memory > 0) limit(RLIMIT_AS, walls.memory);
  if (walls.output > 0) limit(RLIMIT_FSIZE, walls.output);
  if (walls.life.count() > 0) limit(RLIMIT_CPU, static_cast<rlim_t>(walls.life.count()));
  if (geteuid() == 0 && !become(account)) fail("cannot become the reader's account");
  if (geteuid() == 0) throw std::runtime_error("foreign files are not read as root");
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) fail("no new privileges");
  Confined out;
  out.files = lock_files();
  out.calls = filter_calls();
  return out;
}

void stand_beside_program() {
  std::error_code none;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", none);
  if (!none) std::filesystem::current_path(program.parent_path() / "reader", none);
}

void allow(std::chrono::seconds processor_time) {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  rlimit now{};
  getrlimit(RLIMIT_CPU, &now);
  const auto spent = static_cast<rlim_t>(used.ru_utime.tv_sec + used.ru_stime.tv_sec + 1);
  now.rlim_cur = std::min(now.rlim_max, spent + static_cast<rlim_t>(processor_time.count()));
  setrlimit(RLIMIT_CPU, &now);
}

}  // namespace tenzij::process
