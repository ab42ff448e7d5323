export type Props = { wide: boolean };
//          ^ type Props exported
//                    ^ field wide in Props exported

export class Panel extends Component<Props> {
  //         ^ class Panel exported
  public render() {
    //   ^ method render in Panel exported
    return <div className={this.props.wide ? "wide" : "narrow"} />;
  }
}
