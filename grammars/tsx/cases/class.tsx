import React from "react";
// ^ import react

export class Clock extends React.Component<{ at: Date }> {
  //         ^ class Clock exported
  state = { now: this.props.at };
  // <- field state in Clock exported
  private tick = () => this.setState({ now: new Date() });
  //      ^ method tick in Clock exported
  render() {
    // <- method render in Clock exported
    return <time onClick={this.tick}>{this.state.now.toString()}</time>;
  }
}

export default Clock;
