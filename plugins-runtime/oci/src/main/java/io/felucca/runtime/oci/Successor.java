package io.felucca.runtime.oci;

/** Another instance of this plugin, which serves in the place of this one. */
interface Successor {
  /** Nobody: the daemon ends. */
  Successor NONE =
      new Successor() {
        @Override
        public boolean isThere() {
          return false;
        }

        @Override
        public void takeOver() {}
      };

  /** Whether calls go there. */
  boolean isThere();

  /** Has it follow whatever is there by now: calls that were under way may have made tasks. */
  void takeOver();
}
