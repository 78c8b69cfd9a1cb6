package io.felucca.runc;

public class CrunTest extends RealRuntime {
  public CrunTest() {
    super("crun");
  }
}
