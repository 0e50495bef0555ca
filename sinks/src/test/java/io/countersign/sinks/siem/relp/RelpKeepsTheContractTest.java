package io.countersign.sinks.siem.relp;

import io.countersign.sinks.siem.delivery.Receiver;
import io.countersign.sinks.siem.delivery.SiemSinkTask;
import io.countersign.sinks.siem.delivery.SinkContract;
import io.countersign.sinks.siem.delivery.SinkTime;
import io.countersign.sinks.siem.http.HttpStub.Certificate;
import io.countersign.sinks.siem.tls.ClientCertificates;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// RELP over TLS, with certificates on both sides, keeps every promise of a sink.
@SuppressWarnings("NullAway.Init") // set by receiver(), before each test
class RelpKeepsTheContractTest extends SinkContract {
    private Certificate certificate;
    private ClientCertificates own;
    private RelpStub server;

    @Override
    protected SiemSinkTask task(SinkTime time) {
        return new RelpSinkTask(time);
    }

    @Override
    protected Receiver receiver() throws Exception {
        certificate = Certificate.make(directory, "receiver");
        own = new ClientCertificates(directory);
        server = new RelpStub(certificate, own.first(), own.second());
        return server;
    }

    @Override
    protected Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>(own.properties());
        properties.put("host", "127.0.0.1");
        properties.put("port", Integer.toString(server.port()));
        properties.put("tls.ca.file", certificate.pem().toString());
        return properties;
    }

    @Override
    protected Set<Trait> traits() {
        return EnumSet.allOf(Trait.class);
    }

    @Override
    protected void writeNewCredentials() throws Exception {
        own.exchange();
    }

    @Override
    protected Map<String, String> wrongAuthority() throws Exception {
        return Map.of("tls.ca.file", Certificate.make(directory, "other").pem().toString());
    }

    @Override
    protected String markOfShortened() {
        return "CountersignTruncated=true";
    }
}
