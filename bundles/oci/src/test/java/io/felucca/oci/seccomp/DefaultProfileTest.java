package io.felucca.oci.seccomp;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import io.felucca.oci.json.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.Test;

/** What no comparison on one machine shows: other architectures and kernels. */
public class DefaultProfileTest {
  private static JsonObject profile(String architecture, String kernel, String... capabilities) {
    return DefaultProfile.of(List.of(capabilities), architecture, kernel);
  }

  private static Set<String> allowed(JsonObject profile) {
    Set<String> names = new HashSet<>();
    for (JsonObject rule : Json.objects(profile, "syscalls")) {
      if (!rule.has("args") && Json.text(rule, "action").equals("SCMP_ACT_ALLOW")) {
        names.addAll(Json.texts(rule, "names"));
      }
    }
    return names;
  }

  private static String rule(JsonObject profile, String name) {
    return Json.objects(profile, "syscalls").stream()
        .filter(rule -> Json.texts(rule, "names").equals(List.of(name)))
        .map(JsonObject::toString)
        .findFirst()
        .orElse("absent");
  }

  @Test
  public void architecturesHaveCallsOfTheirOwn() {
    assertTrue(allowed(profile("amd64", "6.1")).contains("arch_prctl"));
    assertFalse(allowed(profile("arm64", "6.1")).contains("arch_prctl"));
    assertTrue(allowed(profile("arm64", "6.1")).contains("cacheflush"));
    assertTrue(allowed(profile("s390x", "6.1")).contains("s390_runtime_instr"));
    assertTrue(allowed(profile("riscv64", "6.1")).contains("riscv_flush_icache"));
    assertEquals(
        "[\"SCMP_ARCH_ARM\",\"SCMP_ARCH_AARCH64\"]",
        profile("arm64", "6.1").get("architectures").toString());
    assertFalse(profile("ppc64le", "6.1").has("architectures"));
  }

  @Test
  public void tracingNeedsAKernelThatHoldsOnToItsFilters() {
    assertTrue(allowed(profile("amd64", "4.8.0")).contains("ptrace"));
    assertTrue(allowed(profile("amd64", "5.0-rc1")).contains("ptrace"));
    assertFalse(allowed(profile("amd64", "4.7.10")).contains("ptrace"));
    assertFalse(allowed(profile("amd64", "unknown")).contains("ptrace"));
  }

  @Test
  public void newNamespacesNeedAnAdministrator() {
    JsonObject plain = profile("amd64", "6.1", "CAP_CHOWN");
    JsonObject admin = profile("amd64", "6.1", "CAP_SYS_ADMIN");

    assertFalse(allowed(plain).contains("clone"));
    assertFalse(allowed(plain).contains("mount"));
    assertTrue(rule(plain, "clone").contains("\"index\":0,\"value\":2114060288"));
    assertTrue(rule(profile("s390x", "6.1"), "clone").contains("\"index\":1,"));
    assertEquals(
        "{\"names\":[\"clone3\"],\"action\":\"SCMP_ACT_ERRNO\",\"errnoRet\":38}",
        rule(plain, "clone3"));
    assertTrue(allowed(admin).containsAll(List.of("clone", "clone3", "mount", "unshare")));
    assertEquals("absent", rule(admin, "clone3"));
  }

  @Test
  public void whatIsDangerousIsNotAllowed() {
    Set<String> all =
        allowed(profile("amd64", "6.1", "CAP_SYS_ADMIN", "CAP_SYS_PTRACE", "CAP_SYS_MODULE"));

    for (String name : List.of("io_uring_setup", "keyctl", "add_key", "kexec_load", "socket")) {
      assertFalse(name, all.contains(name));
    }
    assertTrue(all.contains("init_module"));
  }
}
