package io.felucca.oci.seccomp;

import java.util.List;

/** Which ABIs a machine's system calls are made in, as libseccomp calls them. */
final class Arches {
  private Arches() {}

  static List<String> of(String architecture) {
    return switch (architecture) {
      case "amd64" -> List.of("SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32");
      case "arm64" -> List.of("SCMP_ARCH_ARM", "SCMP_ARCH_AARCH64");
      case "mips64", "mips64n32" ->
          List.of("SCMP_ARCH_MIPS", "SCMP_ARCH_MIPS64", "SCMP_ARCH_MIPS64N32");
      case "mips64le", "mipsel64", "mipsel64n32" ->
          List.of("SCMP_ARCH_MIPSEL", "SCMP_ARCH_MIPSEL64", "SCMP_ARCH_MIPSEL64N32");
      case "s390x" -> List.of("SCMP_ARCH_S390", "SCMP_ARCH_S390X");
      case "riscv64" -> List.of("SCMP_ARCH_RISCV64");
      case "loong64" -> List.of("SCMP_ARCH_LOONGARCH64");
      default -> List.of();
    };
  }
}
