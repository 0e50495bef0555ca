package io.countersign.app.judge;

import io.countersign.sources.SquidLogformat;

/// The setting at a source that would add what its log lacks.
final class SourceSettings {
    private SourceSettings() {}

    static String setting(JudgeSummary.Missing what, String format) {
        String product = format.startsWith(SquidLogformat.PREFIX) ? "squid" : format;
        return switch (what) {
            case REGISTER -> "Tell Countersign which BAAs the site has (countersign policy init)";
            case BODY -> body(product);
            case ACCOUNT -> account(product);
            case BYTES -> bytes(product);
        };
    }

    private static String body(String format) {
        return switch (format) {
            case "squid" ->
                    "Decrypt the catalogue's hosts (ssl_bump) and send their bodies here by ICAP, since an access log has none";
            case "zscaler-nss-web" ->
                    "Add the field prompt_req to the NSS web feed, for services that Zscaler reads";
            case "litellm" -> "Set turn_off_message_logging to false in LiteLLM";
            case "bedrock-invocation" ->
                    "Let Bedrock's invocation logging deliver text, and fetch bodies that it stored in S3";
            default -> "Let the source log request bodies";
        };
    }

    private static String account(String format) {
        return switch (format) {
            case "squid" ->
                    "Decrypt the catalogue's hosts (ssl_bump): the path then shows the organisation where the service puts it there";
            case "zscaler-nss-web" ->
                    "Add the fields inst_level1_id and inst_level1_name to the NSS web feed, and log full URLs";
            case "litellm" ->
                    "Log api_base and the key's alias or team in LiteLLM, and register them";
            default -> "Let the source log which account the request ran under";
        };
    }

    private static String bytes(String format) {
        return switch (format) {
            case "squid" -> "Add %>st, the bytes that the client sent, to Squid's logformat";
            case "zscaler-nss-web" -> "Add the field reqdatasize to the NSS web feed";
            default -> "Let the source log the bytes that were sent";
        };
    }
}
