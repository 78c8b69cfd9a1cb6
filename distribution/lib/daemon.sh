# shellcheck shell=sh
# Sourced by the programs in bin/ that stay (feluccad, felucca-host), which set $home and have found a Java: how Java is started for them.
# shellcheck disable=SC2154 # they set the variables

# Becomes Java as the program $1 with the class path $2; the other arguments are further options, the main class and its arguments.
run_daemon() {
  program=$1
  class_path=$2
  shift 2
  # From here on options are put in front of what there is, so that paths may hold blanks.
  # shellcheck disable=SC2086 # these two hold words
  set -- ${FELUCCA_TRAINING:-} ${FELUCCA_JAVA_OPTS:-} \
    -Dfelucca.home="$home" -Dfelucca.program="$program" -cp "$class_path" "$@"

  # Native libraries from lib/native need not be copied to a temporary folder at each start.
  case $java_arch in
    x86_64) jffi=x86_64-Linux lmdb=x86_64-linux-gnu zstd=amd64 ;;
    aarch64) jffi=aarch64-Linux lmdb=aarch64-linux-gnu zstd=aarch64 ;;
    *) jffi='' ;;
  esac
  if [ -n "$jffi" ]; then
    for zstd in "$home/lib/native/linux/$zstd"/*.so; do
      set -- -DZstdNativePath="$zstd" "$@"
    done
    set -- -Djffi.boot.library.path="$home/lib/native/jni/$jffi" \
      -Dlmdbjava.native.lib="$home/lib/native/org/lmdbjava/native/$lmdb.so" "$@"
  fi

  ! java_is_at_least 23 || set -- --sun-misc-unsafe-memory-access=allow "$@"
  ! java_is_at_least 22 || set -- --enable-native-access=ALL-UNNAMED "$@"

  # Without relocation the archive's pages stay shared and clean.
  find_archive "$program"
  case $archive in
    '') ;;
    *.aot) set -- -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 -XX:AOTCache="$archive" -Xlog:aot=off -Xlog:cds=off "$@" ;;
    *) set -- -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 -XX:SharedArchiveFile="$archive" -Xlog:cds=off "$@" ;;
  esac

  # With the system's libcrypto nothing here needs the optimising compiler: what the quick one makes is ready sooner and smaller, and
  # calls come from too many places to become hot. One thread of it, for the start needs the processors itself. Without libcrypto the
  # optimising compiler, waiting for what is really hot, has to stay, for SHA-256 would be ten times slower.
  compilers='-XX:Tier4InvocationThreshold=100000 -XX:Tier4MinInvocationThreshold=60000 -XX:Tier4CompileThreshold=200000 -XX:Tier4BackEdgeThreshold=1000000'
  for libcrypto in /usr/lib/"$java_arch"-linux-gnu/libcrypto.so.3 /usr/lib64/libcrypto.so.3 /usr/lib/libcrypto.so.3; do
    if [ -e "$libcrypto" ]; then
      compilers='-XX:TieredStopAtLevel=1'
      # an administrator who wants the optimising compiler back needs a thread for it
      case ${FELUCCA_JAVA_OPTS:-} in
        *-XX:TieredStopAtLevel=*) ;;
        *) compilers="$compilers -XX:CICompilerCount=1" ;;
      esac
      compilers="$compilers -Dfelucca.libcrypto=$libcrypto"
      break
    fi
  done

  # Small and soon ready rather than fast in the long run: the serial collector, a small young generation, one malloc arena. The other
  # properties keep work off the start: no framework extensions, no generated reflection, no search for an XML parser or for a locale's
  # digits.
  export MALLOC_ARENA_MAX=1
  # shellcheck disable=SC2086 # words
  exec "$java_home/bin/java" \
    -XX:+UseSerialGC -XX:-UsePerfData -XX:+ExitOnOutOfMemoryError -Xms32m -Xmn8m -Xmx256m -Xss256k \
    $compilers \
    -Dio.netty.allocator.maxOrder=2 -Dio.netty.allocator.numDirectArenas=1 -Dio.netty.allocator.numHeapArenas=0 \
    -Dfelix.extensions.disable=true -Dsun.reflect.inflationThreshold=100000 \
    -Djavax.xml.parsers.SAXParserFactory=com.sun.org.apache.xerces.internal.jaxp.SAXParserFactoryImpl \
    -Duser.language=en -Duser.country=US \
    "$@"
}
