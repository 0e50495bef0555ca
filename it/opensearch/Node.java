import static org.codelibs.opensearch.runner.OpenSearchRunner.newConfigs;

import java.nio.file.Path;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/// One OpenSearch node with a small write queue, for `OpenSearchNode`, which runs this file from
/// its source with OpenSearch's own class path: `java -cp 'JARS/*' Node.java FOLDER PORT QUEUE`.
public final class Node {
    private Node() {}

    public static void main(String[] arguments) throws Exception {
        OpenSearchRunner runner = new OpenSearchRunner();
        runner.onBuild((number, settings) -> {
            settings.put("http.port", arguments[1]);
            settings.put("network.host", "127.0.0.1");
            settings.put("thread_pool.write.size", 1);
            settings.put("thread_pool.write.queue_size", Integer.parseInt(arguments[2]));
            settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
        });
        runner.build(
                newConfigs()
                        .clusterName("test")
                        .numOfNode(1)
                        .basePath(Path.of(arguments[0]).toString()));
        System.out.println("started");
        Thread.sleep(Long.MAX_VALUE);
    }
}
