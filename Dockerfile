# Builds Panagrad and runs its command line:
#   docker build -t panagrad .
#   docker run --rm --read-only --tmpfs /tmp -v "$PWD:/data" panagrad train --data /data/train.csv --out /data/m.safetensors

FROM eclipse-temurin:25-jdk-noble AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends maven \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
# The image brings the distribution's OpenBLAS, so the copy for other machines is left out.
RUN mvn -B -ntp -q -pl cli -am -Dmaven.test.skip=true package \
    && rm -f cli/target/panagrad/lib/openblas-*.jar
# A Java runtime with only the modules that are needed.
RUN jlink --output /opt/java --strip-debug --no-header-files --no-man-pages --compress zip-6 \
      --add-modules java.base,java.desktop,java.logging,java.management,java.naming,java.sql,java.xml,jdk.incubator.vector,jdk.management,jdk.unsupported,jdk.zipfs

FROM ubuntu:24.04
RUN apt-get update \
    && apt-get install -y --no-install-recommends libopenblas0-pthread \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home panagrad
COPY --from=build /opt/java /opt/java
COPY --from=build /source/cli/target/panagrad /opt/panagrad
RUN printf '%s\n' \
      '#!/bin/sh' \
      'exec /opt/java/bin/java @/opt/panagrad/jvm.options ${PANAGRAD_JAVA_OPTS:-} \' \
      '  -jar /opt/panagrad/panagrad-cli.jar "$@"' \
      > /usr/local/bin/panagrad \
    && chmod 755 /usr/local/bin/panagrad
USER panagrad
WORKDIR /data
ENTRYPOINT ["panagrad"]
CMD ["--help"]
