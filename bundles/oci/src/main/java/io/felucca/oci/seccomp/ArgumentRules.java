package io.felucca.oci.seccomp;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.stream.LongStream;

/** Calls that are allowed with some arguments only. */
final class ArgumentRules {
  private static final String EQUAL = "SCMP_CMP_EQ";

  /**
   * AF_ALG, the kernel's cryptography, which has been a way to more rights: address_families(7).
   */
  private static final int AF_ALG = 38;

  /** AF_VSOCK, the way out of a virtual machine: vsock(7). */
  private static final int AF_VSOCK = 40;

  /** PER_LINUX, PER_LINUX32, with UNAME26 or not, and the question for it: personality(2). */
  private static final long[] PERSONALITIES = {0, 0x8, 0x20000, 0x20008, 0xffffffffL};

  /** CLONE_NEWNS, CGROUP, UTS, IPC, USER, PID and NET: clone(2). */
  private static final long NAMESPACES = 0x7e020000L;

  private ArgumentRules() {}

  /**
   * All families but two, as three ranges: two exceptions in one rule would be taken for
   * alternatives, so that each allows what the other forbids.
   */
  static List<JsonObject> sockets() {
    return List.of(
        Rule.allowIf("socket", 0, "SCMP_CMP_LT", AF_ALG),
        Rule.allowIf("socket", 0, EQUAL, AF_ALG + 1),
        Rule.allowIf("socket", 0, "SCMP_CMP_GT", AF_VSOCK));
  }

  static List<JsonObject> personalities() {
    return LongStream.of(PERSONALITIES)
        .mapToObj(value -> Rule.allowIf("personality", 0, EQUAL, value))
        .toList();
  }

  /** The flags are the second argument on s390, and the first elsewhere. */
  static JsonObject cloneWithoutNamespaces(String architecture) {
    int index = architecture.startsWith("s390") ? 1 : 0;
    return Rule.allowIf("clone", index, "SCMP_CMP_MASKED_EQ", NAMESPACES);
  }
}
