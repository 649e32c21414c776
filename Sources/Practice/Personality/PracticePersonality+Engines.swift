/// The servers that batch.
extension PracticePersonality {
    package static func vllm(isWell: Bool = true, isAsleep: Bool = false, running: Int = 0, waiting: Int = 0) -> Self {
        Self([
            "/health": health(isWell),
            "/is_sleeping": Page(#"{"is_sleeping":\#(isAsleep)}"#),
            "/metrics": Page(
                """
                # TYPE vllm:num_requests_running gauge
                vllm:num_requests_running{engine="0",model_name="practice"} \(running).0
                vllm:num_requests_waiting{engine="0",model_name="practice"} \(waiting).0
                vllm:kv_cache_usage_perc{engine="0",model_name="practice"} 0.25

                """,
                type: "text/plain; version=0.0.4"
            ),
            "/v1/models": list(["practice"], #""owned_by":"vllm","max_model_len":16384"#),
        ])
    }

    package static func sglang(isWell: Bool = true) -> Self {
        Self([
            "/health": health(isWell),
            "/get_server_info": Page(
                #"{"max_running_requests":null,"internal_states":[{"effective_max_running_requests_per_dp":24}]}"#
            ),
            "/get_load": Page(#"[{"rid":null,"dp_rank":0,"num_reqs":3,"num_waiting_reqs":1}]"#),
            "/v1/models": list(["practice"], #""owned_by":"sglang","max_model_len":32768"#),
        ])
    }
}
