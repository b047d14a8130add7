//! Where clients are, for emergency calls.

use ucwa_types::api::{ClientNetworkType, LisQueryResultEnum, ReportMyNetworkInput};
use ucwa_types::rest::WireFormat;

use crate::bench::{ANN, Bench, config};

#[test]
fn the_network_tells_where_a_client_is() {
    for format in [WireFormat::Json, WireFormat::Xml] {
        let mut config = config(1);
        config.users[0].office = Some("Building 7, 3rd floor".to_owned());
        let mut bench = Bench::new(config);
        let mut ann = bench.sign_in_with(ANN, "a+b & c%", format);
        let report = ann.application.links.report_my_network.clone().unwrap();
        for (network, result, location) in [
            (ClientNetworkType::Internal, LisQueryResultEnum::Succeeded, Some("Building 7, 3rd floor")),
            (ClientNetworkType::External, LisQueryResultEnum::Failed, None),
        ] {
            let input = ReportMyNetworkInput::new(network).with_ip("192.0.2.7");
            assert_eq!(ann.call(&mut bench, &report.post(input)).unwrap().status, 201);
            bench.advance(5);
            assert_eq!(ann.lines(&mut bench), ["communication: updated communication +"]);
            let communication = ann.communication().links.self_.unwrap();
            let communication = ann.get(&mut bench, &communication);
            assert_eq!(communication.lis_query_result, Some(result));
            assert_eq!(communication.lis_location.as_deref(), location);
        }
        bench.is_tidy();
    }
}
