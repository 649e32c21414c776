import Dialects
import Testing

/// A fleet as the router's pages show it, with one of everything that people may have to know.
enum SampleFleet {
    static func json(_ text: String) throws -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }

    static let nodes = #"""
        {"nodes":[
        {"node":"studio","state":"online","held":false,"has_agent":true,"heard_ago":0.4,"labels":[],"thermal":"nominal",
        "pressure":"normal","foreign_load":0.124,"busy":false,"backends":[
        {"backend":"ollama","kind":"ollama","address":"http://10.0.0.5:11434","from":"agent","reachable":true,"unready":null,
        "slots":4,"running":2,"waiting_there":0,"last_wait":0.31,"tokens_per_second":48.2,
        "memory_free":8200000000,"memory_total":24000000000,"models":[
        {"model":"llama3:8b","place":"resident","unready":null,"running":2,"size":4700000000,"resident_size":6100000000,
        "context_length":8192},
        {"model":"qwen3:32b","place":"disk","unready":null,"running":0,"size":20000000000},
        {"model":"nomic-embed-text","place":"disk","unready":null,"running":0,"size":270000000}]}]},
        {"node":"laptop","state":"paused","held":false,"has_agent":true,"heard_ago":1,"labels":[],"thermal":"serious",
        "pressure":"normal","foreign_load":0.8,"busy":{"cause":"screen_sharing","policy":"pause","chance":1},"backends":[]},
        {"node":"mini","state":"held","held":true,"has_agent":false,"heard_ago":null,"labels":[],"thermal":null,
        "pressure":null,"foreign_load":null,"busy":null,"backends":[
        {"backend":"10.0.0.6:8000","kind":"vllm","address":"http://10.0.0.6:8000","from":"added","reachable":true,
        "unready":null,"slots":null,"running":1,"waiting_there":3,"memory_free":null,"memory_total":null,"models":[
        {"model":"qwen3:32b","place":"resident","unready":null,"running":1,"size":null,"context_length":32768}]}]},
        {"node":"old","state":"online","held":false,"has_agent":false,"heard_ago":null,"busy":null,"backends":[
        {"backend":"10.0.0.7:8080","kind":"llama-server","address":"http://10.0.0.7:8080","from":"settings",
        "reachable":true,"unready":"still loading","slots":2,"running":0,"models":[
        {"model":"llama3:8b","place":"loading","unready":null,"running":0,"size":4700000000}]}]}],
        "not_seen":[{"node":"at\u001b[2Jtic","backend":"10.0.0.9:1","address":"http://10.0.0.9:1","from":"added",
        "state":"silent","reason":"10.0.0.9:1: connection refused"}]}
        """#

    static let status = #"""
        {"version":"0.1.0","fleet":"herd","uptime":11534.2,"keeps":true,
        "nodes":{"offline":0,"held":1,"draining":0,"paused":1,"late":0,"online":2},
        "backends":{"serving":1,"all":4},"models":{"known":3,"in_memory":1},
        "requests":{"running":3,"waiting":2,"ended":{"completed":1204,"failed":3,"cancelled":1,"expired":2,
        "refused_model_unknown":10,"refused_unavailable":0}}}
        """#

    static let queue = #"""
        {"waiting":2,"lanes":[],"tickets":[
        {"lane":0,"position":0,"request":"a","model":"qwen3:32b","priority":"interactive","waited":2.34,
        "expected_start_in":4.1,"deadline_in":100},
        {"lane":0,"position":1,"request":"b","model":"qwen3:32b","priority":"batch","waited":75,
        "expected_start_in":61,"deadline_in":100}]}
        """#

    static let requests = #"""
        {"requests":[
        {"id":"r4","state":"waiting","model":"qwen3:32b"},
        {"id":"01J8ZQ3T9Y","state":"completed","model":"llama3:8b","node":"studio","status":200,"waited":0,
        "first_token_after":0.21,"duration":3.4,"prompt_tokens":1250,"output_tokens":96},
        {"id":"01J8ZQ3T9X","state":"running","model":"qwen3:32b","node":"mini","status":null,"waited":1.2,
        "first_token_after":2.5,"duration":30,"prompt_tokens":90,"output_tokens":null},
        {"id":"01J8ZQ3T9W","state":"refused","model":"a-model-that-nobody-has-and-that-has-a-long-name:latest","node":null,
        "status":404,"waited":0,"first_token_after":null,"duration":0.0004,"prompt_tokens":10,"output_tokens":null}]}
        """#

    static let empty = #"{"nodes":[],"not_seen":[]}"#
}
